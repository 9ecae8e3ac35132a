// The page's side of the channel: Noise, pattern NK, as docs/formats/room.md says.
import { chacha20poly1305, hmac, sha256, x25519 } from './noble.js';

const NAME = bytes('Noise_NK_25519_ChaChaPoly_SHA256');
const PROLOGUE = bytes('vardera/room/1\0');
const NOTHING = new Uint8Array(0);
const SMALLEST = 256;

export class Answered extends Error {
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

export function bytes(text) {
  return new TextEncoder().encode(text);
}

export function drawn(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function hex(data) {
  return Array.from(data, (one) => one.toString(16).padStart(2, '0')).join('');
}

export function unhex(text) {
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

export function readCode(fragment) {
  const found = /^#1([A-Za-z0-9_-]{64})$/.exec(fragment);
  if (!found) return null;
  const code = Uint8Array.from(atob(found[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  return { token: code.subarray(0, 16), tablet: code.subarray(16) };
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

function nonce(n) {
  const made = new DataView(new ArrayBuffer(12));
  made.setBigUint64(4, BigInt(n), true);
  return new Uint8Array(made.buffer);
}

function expanded(chain, material) {
  const secret = hmac(sha256, chain, material);
  const first = hmac(sha256, secret, Uint8Array.of(1));
  return [first, hmac(sha256, secret, joined(first, Uint8Array.of(2)))];
}

export function pad(text) {
  let size = SMALLEST;
  while (size < text.length + 4) size *= 2;
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, 4);
  return padded;
}

export function unpad(padded) {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
  const length = view.getUint32(0);
  if (length > padded.length - 4) throw new Answered(0);
  return padded.subarray(4, 4 + length);
}

export class Calling {
  constructor(tablet, own = drawn(32), prologue = PROLOGUE) {
    this.chain = NAME;
    this.hash = NAME;
    this.own = own;
    this.tablet = tablet;
    this.mixHash(prologue);
    this.mixHash(tablet);
  }

  mixHash(data) {
    this.hash = sha256(joined(this.hash, data));
  }

  mixKey(theirs) {
    [this.chain, this.key] = expanded(this.chain, x25519.getSharedSecret(this.own, theirs));
  }

  first(text) {
    const open = x25519.getPublicKey(this.own);
    this.mixHash(open);
    this.mixKey(this.tablet);
    const sealed = chacha20poly1305(this.key, nonce(0), this.hash).encrypt(text);
    this.mixHash(sealed);
    return joined(open, sealed);
  }

  second(message) {
    const theirs = message.subarray(0, 32);
    this.mixHash(theirs);
    this.mixKey(theirs);
    const text = chacha20poly1305(this.key, nonce(0), this.hash).decrypt(message.subarray(32));
    const [sending, receiving] = expanded(this.chain, NOTHING);
    return { text, sending, receiving };
  }
}

export async function post(path, body, seconds, signal) {
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), seconds * 1000);
  const stops = () => ends.abort();
  if (signal) signal.addEventListener('abort', stops);
  try {
    const answer = await fetch(path, {
      method: 'POST', body, signal: ends.signal, cache: 'no-store', credentials: 'omit',
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    if (answer.status !== 200) throw new Answered(answer.status);
    return new Uint8Array(await answer.arrayBuffer());
  } finally {
    clearTimeout(timer);
    if (signal) signal.removeEventListener('abort', stops);
  }
}

// One channel. Lane 0 waits for news, lane 1 does not; a number is used once.
export class Channel {
  constructor(name, keys) {
    this.name = name;
    this.keys = keys;
    this.sent = [0, 0];
  }

  static async open(tablet, said) {
    const padded = new Uint8Array(64);
    padded.set(said);
    const calling = new Calling(tablet);
    const answer = await post('hello', calling.first(padded), 10);
    const { text, ...keys } = calling.second(answer.subarray(8));
    const channel = new Channel(answer.subarray(0, 8), keys);
    channel.participant = new DataView(text.buffer, text.byteOffset, 4).getUint32(0);
    return channel;
  }

  async say(message, lane, seconds, signal) {
    this.sent[lane] += 1;
    const n = lane * 2 ** 32 + this.sent[lane];
    const number = new DataView(new ArrayBuffer(8));
    number.setBigUint64(0, BigInt(n));
    const text = pad(bytes(JSON.stringify(message)));
    const sealed = chacha20poly1305(this.keys.sending, nonce(n)).encrypt(text);
    const answer = await post('say', joined(this.name, new Uint8Array(number.buffer), sealed), seconds, signal);
    const opened = chacha20poly1305(this.keys.receiving, nonce(n)).decrypt(answer);
    return JSON.parse(new TextDecoder().decode(unpad(opened)));
  }
}
