// Points, pins and grades.
import { button, choice, make, named, say, told } from './made.js';

function total(view, numbers, field) {
  return view.items.reduce((sum, [id, , lies]) => sum + (!field || lies === field ? numbers[id] || 0 : 0), 0);
}

export function over(view, numbers, field) {
  return field in view.budgets ? Math.max(0, view.budgets[field] - total(view, numbers, field)) : Infinity;
}

function leftText(view, numbers, field) {
  const n = over(view, numbers, field);
  if (n === Infinity) return '';
  if (field) return say('left_in', { field: named(view.fields, field), n });
  return say(view.kind === 'pins' ? 'left_pins' : 'left', { n });
}

export function spread(view, mine, give) {
  const updates = [];
  const refresh = () => updates.forEach((update) => update());
  const fields = view.apart ? [...new Set(view.items.map(([, , lies]) => lies))] : [''];
  const parts = fields.map((field) => part(view, mine, give, field, updates, refresh));
  refresh();
  return { nodes: [...standing(view, mine, give), ...parts.flat()], refresh };
}

function part(view, mine, give, field, updates, refresh) {
  const left = make('p', { className: 'left', role: 'status' });
  updates.push(() => {
    const text = leftText(view, mine.numbers, field);
    if (left.textContent !== text) left.textContent = text;
  });
  const items = view.items.filter(([, , lies]) => !view.apart || lies === field);
  const list = make('ul', {}, ...items.map((item) => line(view, mine, give, item, updates, refresh)));
  const heading = field ? told('h2', view.fields.find(([id]) => id === field)?.[1] || ['', '']) : null;
  const most = view.most ? make('p', { className: 'quiet' }, say('most', { n: view.most })) : null;
  return [heading, left, most, list].filter(Boolean);
}

function line(view, mine, give, [id, title, lies], updates, refresh) {
  const field = view.apart ? lies : '';
  const highest = () => Math.min(
    view.most || Infinity, (mine.numbers[id] || 0) + over(view, mine.numbers, field), 99999,
  );
  const put = (n) => {
    const held = Math.max(0, Math.min(highest(), Math.floor(n) || 0));
    mine.numbers = { ...mine.numbers, [id]: held };
    refresh();
    give();
  };
  let typing = false;  // what is being written is nobody else's to change
  const ended = (then) => {
    typing = false;
    then();
  };
  const input = make('input', {
    type: 'number', inputMode: 'numeric', min: '0', id: `n-${id}`, 'aria-labelledby': `t-${id}`, autocomplete: 'off',
    onfocus: () => input.select(),  // a digit beside the 0 that stands there would be another number
    oninput: () => { typing = true; },
    onchange: () => ended(() => put(Number(input.value))),
    onblur: () => ended(refresh),
  });
  const less = button('−', () => put((mine.numbers[id] || 0) - 1), { id: `l-${id}`, 'aria-label': say('less', { name: title }) });
  const more = button('+', () => put((mine.numbers[id] || 0) + 1), { id: `m-${id}`, 'aria-label': say('more', { name: title }) });
  updates.push(() => {
    const n = mine.numbers[id] || 0;
    if (!typing && (Number(input.value) !== n || input.value === '')) input.value = n;
    input.max = highest() === Infinity ? '' : String(highest());
    less.setAttribute('aria-disabled', String(n <= 0));
    more.setAttribute('aria-disabled', String(n >= highest()));
  });
  return make('li', {}, make('span', { id: `t-${id}`, className: 'title', dir: 'auto' }, title),
    make('div', { className: 'stepper', role: 'group', 'aria-labelledby': `t-${id}` }, less, input, more));
}

function standing(view, mine, give) {
  if (!Object.keys(view.mine.stands).length) return [];
  return [make('p', {}, say('stands')), button(say('again'), () => {
    mine.numbers = { ...view.mine.stands };
    give(true);
  }, { id: 'again' })];
}

export function grades(view, mine, give) {
  const [low, high] = view.scale;
  const steps = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const inputs = [];
  const sets = view.items.map(([id, title]) => make('fieldset', {},
    make('legend', { dir: 'auto' }, title),
    make('div', { className: 'steps' }, ...steps.map((step) => {
      const label = choice('radio', `g-${id}`, `g-${id}-${step}`, String(step), mine.numbers[id] === step, () => {
        mine.numbers = { ...mine.numbers, [id]: step };
        give();
      });
      inputs.push([label.firstChild, id, step]);
      return label;
    }))));
  const refresh = () => inputs.forEach(([input, id, step]) => { input.checked = mine.numbers[id] === step; });
  return { nodes: sets, refresh };
}
