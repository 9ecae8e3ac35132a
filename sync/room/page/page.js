// The page: joins, shows what is asked now, sends replies until they have arrived.
import { button, make, say, told, words } from './made.js';
import { cells } from './cells.js';
import { form } from './form.js';
import { grades, spread } from './spread.js';
import { Keeping } from './keeping.js';
import { notes } from './notes.js';
import { Channel, drawn, hex, readCode, unhex } from './wire.js';

const NEWS_SECONDS = 45;
const ANSWER_SECONDS = 10;
const LAST_TRIES = 3;
const drafts = {};
const state = { view: null, mark: '', step: null, mine: {}, frame: '', trouble: '', given: 0, refresh: () => {} };
const code = readCode(location.hash);
const keeping = code && new Keeping(hex(code.tablet));
let channel = null;
let pumping = false;
let looking = new AbortController();
const here = (id) => document.getElementById(id);

function joinedBytes(first, rest) {
  const all = new Uint8Array(1 + rest.length);
  all[0] = first;
  all.set(rest, 1);
  return all;
}

function connect() {
  channel ||= (async () => {
    const { credential } = keeping.held;
    const said = credential ? joinedBytes(2, unhex(credential)) : joinedBytes(1, code.token);
    const made = await Channel.open(code.tablet, said);
    let joined = null;
    if (!credential) {
      const told = await made.say({ do: 'join', phone: keeping.held.phone, language: words.language }, 1, ANSWER_SECONDS);
      if (told.full) throw Object.assign(new Error('full'), { status: 403, full: true });
      keeping.change({ participant: told.participant, credential: told.credential });
      joined = told;
    }
    state.given = 0;
    if (joined) heard(joined);
    return made;
  })().catch((fault) => {
    channel = null;
    throw fault;
  });
  return channel;
}

// The channel outlives a lost network, not a tablet that no longer knows it.
async function ask(message, lane, seconds, signal) {
  const used = connect();
  const open = await used;
  try {
    const answer = await open.say(message, lane, seconds, signal);
    online(true);
    return answer;
  } catch (fault) {
    const network = fault instanceof TypeError || fault.name === 'AbortError' || [429, 503].includes(fault.status);
    if (!network && used === channel) channel = null;
    throw fault;
  }
}

function online(is) {
  const waits = keeping.queue.length > 0 || !is;
  const text = is ? say(waits ? 'sending' : state.gave ? 'sent' : '') : say('waiting');
  const saved = here('saved');
  saved.className = is ? '' : 'waits';
  if (saved.textContent !== text) saved.textContent = text;
}

// Not to its end when the network or the person comes back.
function pause(seconds) {
  return new Promise((goOn) => {
    setTimeout(goOn, seconds * 1000);
    window.addEventListener('online', goOn, { once: true });
    document.addEventListener('visibilitychange', goOn, { once: true });
  });
}

// How long to wait after so many failures; not all phones at once.
function patience(failures) {
  return Math.min(8, 0.4 * 2 ** failures) * (0.5 + drawn(1)[0] / 255);
}

function failed(fault) {
  state.trouble = fault.full ? 'full' : fault.status === 403 ? 'code_over' : '';
  if (state.trouble && !state.view) draw();
  here('notice').textContent = state.trouble && state.view ? say(state.trouble) : '';
  online(false);
}

async function look() {
  let failures = 0;
  for (;;) {
    looking = new AbortController();
    try {
      await connect();
      const wait = state.view !== null && failures === 0;  // who comes back says so at once
      const answer = await ask(
        { do: 'look', language: words.language, have: state.mark, wait }, 0, NEWS_SECONDS, looking.signal,
      );
      failures = 0;
      if (state.trouble) here('notice').textContent = state.trouble = '';
      heard(answer);
      if (closed() && !keeping.queue.length) return keeping.forget();
    } catch (fault) {
      if (closed() && !keeping.queue.length) return keeping.forget();
      if (looking.signal.aborted) continue;
      failed(fault);
      await pause(patience((failures += 1)));
    }
  }
}

function heard(answer) {
  state.mark = answer.mark;
  if (answer.view) adopt(answer.view, answer.given >= state.given);
}

async function pump() {
  if (pumping) return;
  pumping = true;
  let failures = 0;
  while (keeping.queue.length) {
    const [next] = keeping.queue;
    online(true);
    try {
      keeping.flies(next.id);
      const answer = await ask({ do: 'give', id: next.id, reply: next.reply }, 1, ANSWER_SECONDS);
      failures = 0;
      keeping.done(next.id);
      here('notice').textContent = answer.refused ? say(answer.refused) || say('refused') : '';
      state.gave = !answer.refused;
      state.given = Math.max(state.given, answer.given);
      if (answer.refused) settle();
    } catch (fault) {
      failures += 1;
      if (closed() && failures > LAST_TRIES) {  // nobody takes it any more
        keeping.change({ queue: [] });
        here('notice').textContent = say('not-now');
      } else {
        failed(fault);
        await pause(patience(failures));
      }
    }
  }
  pumping = false;
  online(true);
}

function tell(reply, key = '') {
  const [phase, round] = state.view.turn;
  const turned = ['change', 'gone'].includes(reply.sort) ? reply : { phase, round, ...reply };
  keeping.add(turned, key);
  apply(turned);
  pump();
}

// What was said here is shown at once; what the tablet knows takes over when all has arrived.
function apply(reply) {
  const { mine } = state;
  if (reply.sort === 'note') mine.notes = [...mine.notes, [reply.note, reply.text, reply.field, reply.heading]];
  if (reply.sort === 'change') mine.notes = mine.notes.map((one) => (one[0] === reply.note ? [one[0], reply.text, ...one.slice(2)] : one));
  if (reply.sort === 'gone') mine.notes = mine.notes.filter(([id]) => id !== reply.note);
  if (reply.sort === 'numbers') mine.numbers = { ...reply.numbers };
  if (reply.sort === 'cells') reply.cells.forEach(([row, column, value]) => { mine.cells[`${row}/${column}`] = value; });
}

function settle() {
  const { view, mine } = state;
  if (!view) return;
  mine.numbers = { ...view.mine.numbers };
  mine.cells = Object.fromEntries(view.mine.cells.map(([row, column, value]) => [`${row}/${column}`, value]));
  mine.notes = view.mine.notes.slice();
  if (keeping.queue.length) {
    const turn = String(view.turn);
    keeping.queue.filter(({ reply }) => !reply.phase || `${reply.phase},${reply.round}` === turn).forEach(({ reply }) => apply(reply));
  }
  state.refresh();
}

// `whole`: it knows of all that was sent from here; otherwise what is on the screen is newer.
function adopt(view, whole) {
  const turned = !state.view || String(state.view.turn) !== String(view.turn) || state.view.kind !== view.kind;
  if (turned) {
    Object.keys(drafts).forEach((key) => key === 'form-answer' || delete drafts[key]);
    state.mine = {};
  }
  state.view = view;
  if (closed()) {
    state.step = null;
    window.dispatchEvent(new Event('online'));  // what waits to be sent has a moment left
  }
  const { mine, ...frame } = view;
  const now = JSON.stringify([frame, mine.stands]);
  if (whole || turned) settle();
  if (now !== state.frame) {
    state.frame = now;
    if (!state.step) draw(turned ? 'top' : '');
  }
}

const again = (focus = '') => draw(focus);

function task(view) {
  if (view.kind === 'done') return { nodes: [make('p', {}, say('done'))], refresh: () => {} };
  if (view.kind === 'wait') return { nodes: [make('p', {}, say('wait'))], refresh: () => {} };
  if (!view.open) return { nodes: [make('p', {}, say('closed_step'))], refresh: () => {} };
  const key = `${view.kind}/${view.turn}`;
  const numbers = (redraw) => {
    tell({ sort: 'numbers', numbers: chosen(view) }, key);
    if (redraw) again();
  };
  if (view.kind === 'notes') return notes(view, state.mine, tell, drafts, again);
  if (view.kind === 'cells') {
    return cells(view, state.mine, (row, column, value) => tell({ sort: 'cells', cells: [[row, column, value]] }, `${key}/${row}/${column}`), drafts, again);
  }
  if (!view.items.length) return { nodes: [make('p', {}, say('nothing_here'))], refresh: () => {} };
  return view.kind === 'grades' ? grades(view, state.mine, numbers) : spread(view, state.mine, numbers);
}

// What is there no more is not sent: it would be refused with all the rest.
function chosen(view) {
  const there = view.items.map(([id]) => id).filter((id) => state.mine.numbers[id] || view.kind !== 'grades');
  return Object.fromEntries(there.filter((id) => id in state.mine.numbers).map((id) => [id, state.mine.numbers[id]]));
}

// A meeting that is closed asks for nothing and takes nothing.
const closed = () => state.view?.kind === 'done';

async function move(kind, value = '') {
  try {
    const answer = await patiently({ do: 'form', id: hex(drawn(8)), language: words.language, move: kind, value });
    if (closed()) return;
    if (answer.filled) keeping.change({ filled: true });
    const begun = state.step && !answer.step && !answer.filled;
    state.step = answer.step;
    if (!answer.step?.trouble) delete drafts['form-answer'];
    here('notice').textContent = begun ? say('form_gone') : '';
    draw(state.step ? (state.step.trouble ? 'keep' : 'step') : 'top');
  } catch (fault) {
    failed(fault);
  }
}

async function patiently(message) {
  for (let failures = 1; !closed(); failures += 1) {
    try {
      return await ask(message, 1, ANSWER_SECONDS);
    } catch (fault) {
      if (closed()) break;
      if (fault.status === 403) throw fault;
      failed(fault);
      await pause(patience(failures));
    }
  }
  return null;
}

function screen() {
  const { view, step } = state;
  if (state.trouble && !view) return { nodes: [make('p', {}, say(state.trouble))], refresh: () => {} };
  if (!view) return { nodes: [make('p', {}, say('joining'))], refresh: () => {} };
  if (step && step.kind === 'done') {
    const leave = () => (state.step = null, draw('top'));
    return { nodes: [make('h1', { id: 'step', tabIndex: -1 }, say('form_done')), button(say('form_leave'), leave, { id: 'leave' })], refresh: () => {} };
  }
  if (step) return form(step, move, () => (state.step = null, draw('top')), drafts);
  const drawn = task(view);
  const over = view.kind === 'done';
  const title = told('h1', view.name[0] && !over ? view.name : [view.title, ''], { id: 'top', tabIndex: -1 });
  const head = over ? [title] : [title, told('p', view.round, { className: 'quiet' }),
    view.table ? make('p', {}, say('table', { n: view.table })) : null,
    view.question ? make('p', {}, make('strong', {}, say('question')), ': ', make('span', { dir: 'auto' }, view.question)) : null,
    told('p', view.text),
    view.kind === 'wait' && view.purpose ? make('p', {}, make('strong', {}, say('purpose')), ': ', make('span', { dir: 'auto' }, view.purpose)) : null];
  const offer = view.form && view.kind === 'wait' && !keeping.held.filled
    ? button(say('form_open', { name: view.form }), () => move('open'), { id: 'form', className: 'main' }) : null;
  return { nodes: [...head, ...drawn.nodes, offer].filter(Boolean), refresh: drawn.refresh };
}

function draw(focus = '') {
  const active = document.activeElement?.id;
  const drawn = screen();
  state.refresh = drawn.refresh;
  here('main').replaceChildren(...drawn.nodes);
  const number = state.view?.participant || keeping?.held.participant;
  here('you').textContent = number ? say('you', { n: number }) : '';
  const wanted = here(focus === 'keep' ? active : focus) || here(focus === 'keep' ? 'step' : active);
  if (wanted && wanted !== document.activeElement) wanted.focus({ preventScroll: focus === '' });
  if (focus === 'top' || focus === 'step') window.scrollTo(0, 0);
}

function somebodyElse(asking) {
  const again = button(say('somebody_else'), () => somebodyElse(true), { id: 'else-ask' });
  const sure = [make('p', {}, say('sure_else')), make('div', { className: 'row' },
    button(say('yes'), () => {
      keeping.change({ phone: hex(drawn(16)), participant: 0, credential: '', queue: [], filled: false });
      location.reload();
    }, { id: 'else-yes' }), button(say('no'), () => somebodyElse(false), { id: 'else-no' }))];
  here('else').replaceChildren(...(asking ? sure : [again]));
  if (asking) here('else-no').focus();
}

async function speak(tag) {
  const answer = await fetch(`words/${tag}.json`, { credentials: 'omit' });
  if (!answer.ok) throw new Error('no such words');
  const said = await answer.json();
  Object.assign(words, { said: said.words, language: said.language, languages: said.languages });
  Object.assign(document.documentElement, { lang: said.language === 'sv-simple' ? 'sv' : said.language, dir: said.direction });
  document.querySelector('label[for=language]').textContent = say('language');
  here('language').replaceChildren(...Object.entries(said.languages).map(([one, name]) =>
    make('option', { value: one, lang: one === 'sv-simple' ? 'sv' : one, selected: one === said.language }, name)));
  document.querySelector('header').hidden = document.querySelector('footer').hidden = false;
  if (keeping) somebodyElse(false);
  draw();
}

async function begin() {
  const known = keeping?.held.language;
  for (const tag of [known, ...navigator.languages.map((one) => one.split('-')[0]), 'sv', 'en'].filter(Boolean)) {
    try {
      await speak(tag);
      break;
    } catch { /* not one of the tablet's: the next */ }
  }
  here('language').addEventListener('change', async (event) => {
    await speak(event.target.value);
    keeping?.change({ language: words.language });
    looking.abort();
  });
  if (!code) {
    here('main').replaceChildren(make('p', {}, say('no_code')));
    return;
  }
  look();
  if (keeping.queue.length) pump();
}

begin();
