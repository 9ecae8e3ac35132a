// Small means to make elements; every word comes from the tablet.
export const words = { said: {}, language: 'sv' };

export function say(key, values = {}) {
  const text = words.said[key] || '';
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? `\u2068${values[name]}\u2069` : place));
}

export function make(kind, attributes = {}, ...inside) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== 'list') made[name] = value;
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ''));
  return made;
}

// A text of the meeting, [words, language]; what participants wrote has no known language.
export function told(kind, [text, language], attributes = {}) {
  const other = language && language !== words.language ? { lang: language } : {};
  return text ? make(kind, { dir: 'auto', ...other, ...attributes }, text) : null;
}

export function choice(kind, name, id, label, checked, chosen) {
  const input = make('input', { type: kind, name, id, checked, onchange: () => chosen(input.checked) });
  return make('label', { className: 'choice', htmlFor: id }, input, label);
}

export function button(label, pressed, attributes = {}) {
  return make('button', {
    type: 'button',
    onclick: (event) => event.currentTarget.getAttribute('aria-disabled') !== 'true' && pressed(),
    ...attributes,
  }, label);
}

// The same text field across drawings: what is being written is in `drafts`.
export function field(kind, id, drafts, attributes = {}) {
  const made = make(kind, { id, autocomplete: 'off', ...attributes, oninput: () => {
    drafts[id] = made.value;
    if (attributes.onwritten) attributes.onwritten(made.value);
  } });
  made.value = id in drafts ? drafts[id] : attributes.value || '';
  return made;
}

export function named(named, id) {
  const found = named.find(([key]) => key === id);
  return found ? found[1][0] : '';
}

// A version 4 UUID.
export function drawnId() {
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  drawn[6] = (drawn[6] & 15) | 64;
  drawn[8] = (drawn[8] & 63) | 128;
  const text = Array.from(drawn, (one) => one.toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
