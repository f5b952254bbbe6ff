// Where a source's content comes from in the end, the last origin that all of it came by, and the document that it prints.
import { sources } from "./facts.js";

const PRINTS = ["reprint", "hosted-copy", "translation"];
const found = new Map();

export function originOf(id) {
  if (!found.has(id)) found.set(id, follow(id));
  return found.get(id);
}

function follow(id) {
  const { nature, origins = [] } = sources.get(id);
  const further = origins.map(({ from, source }) => source ?? `from ${from.toLowerCase()}`);
  const ends = new Set(origins.flatMap(({ source }, at) => (source ? originOf(source).ends : [further[at]])));
  const stands = origins.map(({ source }, at) => (source ? originOf(source).stands : further[at]));
  const printed = new Set(origins.filter(({ how, source }) => source && PRINTS.includes(how)).map(({ source }) => source));
  let document = "";
  if (printed.size === 1) document = originOf([...printed][0]).document;
  else if (!printed.size && nature === "primary") document = id;
  return { document, ends: ends.size ? [...ends] : [id], stands: new Set(further).size === 1 ? stands[0] : id };
}
