// What the phone keeps until the tablet has it: who it is here, and replies that wait.
import { drawn, hex } from './wire.js';

export class Keeping {
  constructor(room) {
    this.key = `room-${room}`;
    this.held = { phone: hex(drawn(16)), participant: 0, credential: '', queue: [], filled: false };
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) || 'null');
      if (kept) this.held = kept;
    } catch { /* a browser that keeps nothing: this page is all there is */ }
  }

  change(some) {
    Object.assign(this.held, some);
    if (this.gone) return;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.held));
    } catch { /* as above */ }
  }

  // And keep nothing from then on.
  forget() {
    this.gone = true;
    try {
      localStorage.removeItem(this.key);
    } catch { /* as above */ }
  }

  get queue() {
    return this.held.queue;
  }

  // `key`: a later reply about the same takes the place of one that has not begun its way.
  add(reply, key) {
    const queue = this.queue.slice();
    const last = queue[queue.length - 1];
    if (key && last && last.key === key && !last.flies) queue.pop();
    queue.push({ id: hex(drawn(8)), reply, key });
    this.change({ queue });
  }

  flies(id) {
    this.change({ queue: this.queue.map((one) => (one.id === id ? { ...one, flies: true } : one)) });
  }

  done(id) {
    this.change({ queue: this.queue.filter((one) => one.id !== id) });
  }
}
