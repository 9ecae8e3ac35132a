// A matrix or an evaluation: one row at a time, a question for each column.
import { button, choice, field, make, say, told } from './made.js';

export function cells(view, mine, give, drafts, again) {
  const at = Math.min(mine.row || 0, view.rows.length - 1);
  if (at < 0) return { nodes: [make('p', {}, say('nothing_here'))], refresh: () => {} };
  const [row, name] = view.rows[at];
  const updates = [];
  const asked = view.columns.map((column) => question(row, column, name, mine, give, drafts, updates));
  const move = (by) => {
    mine.row = at + by;
    again('step');
  };
  const nodes = [
    view.rows.length > 1 ? make('p', { className: 'quiet' }, say('row', { n: at + 1, most: view.rows.length })) : null,
    told('h2', name, { id: 'step', tabIndex: -1 }),
    ...asked,
    make('div', { className: 'row' },
      at > 0 ? button(say('back'), () => move(-1), { id: 'back' }) : null,
      at < view.rows.length - 1 ? button(say('next'), () => move(1), { id: 'next', className: 'main' }) : null),
    at && at === view.rows.length - 1 ? make('p', { className: 'quiet' }, say('all_seen')) : null,
  ];
  return { nodes: nodes.filter(Boolean), refresh: () => updates.forEach((update) => update()) };
}

function question(row, column, name, mine, give, drafts, updates) {
  const key = `${row}/${column.id}`;
  const value = () => mine.cells[key];
  const label = column.name[0] ? column.name : name;
  if (!column.steps.length) {
    const id = `c-${key}`;
    const written = field('textarea', id, drafts, {
      maxLength: 2000, value: value() || '', dir: 'auto',
      onchange: () => give(row, column.id, written.value.trim() || null),
    });
    updates.push(() => {
      if (!(id in drafts)) written.value = value() || '';
    });
    return make('div', {}, told('label', label, { htmlFor: id, className: 'title' }), written);
  }
  const inputs = column.steps.map(([step, said]) => {
    const made = choice('radio', `c-${key}`, `c-${key}-${step}`, told('span', said) || step, value() === step,
      () => give(row, column.id, step));
    updates.push(() => { made.firstChild.checked = value() === step; });
    return made;
  });
  return make('fieldset', {}, told('legend', label), ...inputs);
}
