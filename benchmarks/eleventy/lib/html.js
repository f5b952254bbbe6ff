// HTML by tagged templates that escape what they are given, unless it is HTML already.
const SPECIAL = /[&<>"']/g;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

export const escaped = (text) => String(text).replace(SPECIAL, (sign) => ENTITIES[sign]);

function shown(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  return value === undefined || value === null || value === false ? "" : escaped(value);
}

export function html(strings, ...values) {
  let text = strings[0];
  for (let position = 0; position < values.length; position++) text += shown(values[position]) + strings[position + 1];
  return new Html(text);
}

export const joined = (parts, between) => new Html(parts.map(shown).join(between));
