// A form, one question at a time; which comes next is reckoned on the tablet.
import { button, choice, field, make, say } from './made.js';

const TYPED = {
  integer: { type: 'text', inputMode: 'numeric', pattern: '-?[0-9]*' },
  decimal: { type: 'text', inputMode: 'decimal' },
  date: { type: 'date' },
};

export function form(step, move, leave, drafts) {
  const read = { value: () => step.value };
  const nodes = [
    step.of ? make('p', { className: 'quiet' }, say('row', { n: step.number, most: step.of })) : null,
    step.kind === 'unshown' ? make('p', {}, say('unshown')) : null,
    ...asked(step, read, drafts),
    step.help ? make('p', { id: 'help', className: 'quiet' }, step.help) : null,
    step.trouble ? make('p', { id: 'trouble', className: 'trouble', role: 'alert' }, step.trouble) : null,
    make('div', { className: 'row' },
      step.back ? button(say('back'), () => move('back'), { id: 'back' }) : null,
      step.last && step.kind === 'note'
        ? button(say('hand_in'), () => move('finish'), { id: 'next', className: 'main' })
        : button(say('next'), () => move('answer', read.value()), { id: 'next', className: 'main' })),
    make('div', { className: 'row' }, button(say('form_leave'), leave, { id: 'leave' })),
  ];
  return { nodes: nodes.filter(Boolean), refresh: () => {} };
}

function asked(step, read, drafts) {
  const id = 'answer';
  const needs = step.required ? ` (${say('required')})` : '';
  const described = { 'aria-describedby': `${step.help ? 'help ' : ''}${step.trouble ? 'trouble' : ''}`.trim() || undefined };
  const heading = (inside) => make('h1', { id: 'step', tabIndex: -1, dir: 'auto' }, inside);
  if (['note', 'unshown'].includes(step.kind)) return [heading(step.label)];
  if (step.choices.length) return [choices(step, read, needs, described, heading)];
  const kind = step.kind === 'text' ? 'textarea' : 'input';
  const key = 'form-answer';
  const input = field(kind, key, drafts, { value: step.value, dir: 'auto', 'aria-invalid': step.trouble ? 'true' : undefined, ...TYPED[step.kind], ...described });
  input.value = key in drafts ? drafts[key] : step.value;
  input.id = id;
  read.value = () => (['integer', 'decimal'].includes(step.kind) ? plain(input.value) : input.value.trim());
  return [heading(make('label', { htmlFor: id }, step.label + needs)), input];
}

// A number as the form engine reads it, whatever digits and comma a keyboard has.
function plain(text) {
  const digits = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (one) => one.charCodeAt(0) & 15);
  return digits.replace(/[\s\u00a0\u202f\u066c]/g, '').replace(/[,\u066b]/, '.').replace(/^\u2212/, '-');
}

function choices(step, read, needs, described, heading) {
  const many = step.kind === 'many';
  const chosen = new Set(step.value ? step.value.split(' ') : []);
  read.value = () => step.choices.map(([name]) => name).filter((name) => chosen.has(name)).join(' ');
  return make('fieldset', described, make('legend', {}, heading(step.label + needs)),
    make('div', { className: step.kind === 'rating' ? 'steps' : '' }, ...step.choices.map(([name, label], at) =>
      choice(many ? 'checkbox' : 'radio', 'answer', `answer-${at}`, make('span', { dir: 'auto' }, label), chosen.has(name), (on) => {
        if (!many) chosen.clear();
        if (on) chosen.add(name);
        else chosen.delete(name);
      }))));
}
