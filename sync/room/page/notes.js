// Slips of paper: one thought each; one's own can be changed or taken back.
import { button, choice, drawnId, field, make, named, say, told } from './made.js';

export function notes(view, mine, tell, drafts, again) {
  const list = make('ul', { id: 'own' });
  const shown = make('h2', {}, say('yours'));
  const refresh = () => {
    if (list.contains(document.activeElement) && mine.changing) return;
    list.replaceChildren(...mine.notes.map((note) => own(view, note, mine, tell, drafts, again)));
    shown.hidden = !mine.notes.length;
  };
  refresh();
  const write = view.sheets && !view.items.length ? [] : writing(view, mine, tell, drafts, again);
  return { nodes: [...(view.sheets ? sheets(tell, drafts, again) : []), ...write, shown, list], refresh };
}

function writing(view, mine, tell, drafts, again) {
  const text = field('textarea', 'note', drafts, { maxLength: 2000, dir: 'auto' });
  const places = [];
  if (view.fields.length) {
    mine.field = view.fields.some(([id]) => id === mine.field) ? mine.field : view.fields[0][0];
    places.push(group(say('field'), 'field', view.fields, mine.field, (id) => { mine.field = id; }));
  }
  if (view.items.length) {
    const items = view.items.map(([id, title]) => [id, [title, '']]);
    mine.sheet = items.some(([id]) => id === mine.sheet) ? mine.sheet : items[items.length - 1][0];
    places.push(group(say('sheet'), 'sheet', items, mine.sheet, (id) => { mine.sheet = id; }));
  }
  const hand = () => {
    const said = text.value.trim();
    if (!said) return text.focus();
    tell({ sort: 'note', note: drawnId(), text: said, field: view.fields.length ? mine.field : '', heading: view.items.length ? mine.sheet : null });
    delete drafts.note;
    text.value = '';
    again('note');
  };
  return [make('label', { htmlFor: 'note', className: 'title' }, say('write')), text, ...places,
    make('div', { className: 'row' }, button(say('add'), hand, { id: 'add', className: 'main' }))];
}

function group(label, name, some, chosen, choose) {
  return make('fieldset', {}, make('legend', {}, label), ...some.map(([id, said]) =>
    choice('radio', name, `${name}-${id}`, told('span', said), id === chosen, () => choose(id))));
}

function sheets(tell, drafts, again) {
  const title = field('input', 'sheet-title', drafts, { type: 'text', maxLength: 200, dir: 'auto' });
  const add = () => {
    const said = title.value.trim();
    if (!said) return title.focus();
    tell({ sort: 'sheet', sheet: drawnId(), title: said });
    delete drafts['sheet-title'];
    again('note');
  };
  return [make('label', { htmlFor: 'sheet-title', className: 'title' }, say('new_sheet')), title,
    make('div', { className: 'row' }, button(say('add_sheet'), add, { id: 'add-sheet' }))];
}

function own(view, [id, text, place, sheet], mine, tell, drafts, again) {
  if (mine.changing === id) return changing(id, text, mine, tell, drafts, again);
  const where = [named(view.fields, place), (view.items.find(([one]) => one === sheet) || [])[1]].filter(Boolean).join(' · ');
  const begin = () => {
    mine.changing = id;
    again(`change-${id}`);
  };
  const change = make('span', { hidden: true, id: `said-${id}` }, text);
  return make('li', {}, where ? make('p', { className: 'quiet' }, where) : null,
    make('p', { className: 'note', dir: 'auto' }, text), change,
    make('div', { className: 'row' },
      button(say('change'), begin, { id: `begin-${id}`, 'aria-describedby': `said-${id}` }),
      button(say('take_back'), () => {
        tell({ sort: 'gone', note: id });
        again('note');
      }, { id: `gone-${id}`, 'aria-describedby': `said-${id}` })));
}

function changing(id, text, mine, tell, drafts, again) {
  const key = `change-${id}`;
  const written = field('textarea', key, drafts, { maxLength: 2000, value: text, 'aria-label': say('write'), dir: 'auto' });
  const end = (save) => {
    const said = written.value.trim();
    if (save && !said) return written.focus();
    if (save && said !== text) tell({ sort: 'change', note: id, text: said });
    delete drafts[key];
    mine.changing = null;
    return again(`begin-${id}`);
  };
  return make('li', {}, written, make('div', { className: 'row' },
    button(say('save'), () => end(true), { id: `save-${id}`, className: 'main' }),
    button(say('cancel'), () => end(false), { id: `cancel-${id}` })));
}
