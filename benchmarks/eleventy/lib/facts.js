// The facts, read once, and what refers to each record.
import fs from "node:fs";
import path from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";

const FOLDER = "data";
export const KINDS = ["entities", "sources", "allegations", "quotes"];

function read(file) {
  // Dates stay the texts that they are.
  return load(fs.readFileSync(file, "utf8"), { schema: CORE_SCHEMA });
}

function all(kind) {
  const records = fs.readdirSync(path.join(FOLDER, kind)).sort().map((file) => read(path.join(FOLDER, kind, file)));
  return new Map(records.map((record) => [record.id, record]));
}

class Lists extends Map {
  add(key, value) {
    const found = this.get(key);
    if (found) found.push(value);
    else this.set(key, [value]);
  }

  of(key) {
    return this.get(key) ?? [];
  }
}

export const lists = read(path.join(FOLDER, "vocabularies.yml"));
export const records = Object.fromEntries(KINDS.map((kind) => [kind, all(kind)]));
export const { entities, sources, allegations, quotes } = records;

const by = (field) => (one, other) => (one[field] < other[field] ? -1 : one[field] > other[field] ? 1 : 0);
export const inTime = {
  allegations: [...allegations.values()].sort(by("made_on")),
  quotes: [...quotes.values()].sort(by("said_on")),
};
export const inOrder = {
  entities: [...entities.values()].sort(by("short_name")),
  sources: [...sources.values()].sort(by("title")),
  ...inTime,
};

export const about = new Lists();
export const made = new Lists();
export const making = new Lists();
export const conveyed = new Lists();
export const related = new Lists();
export const said = new Lists();
export const heard = new Lists();
export const bearing = new Lists();
export const answering = new Lists();
export const copies = new Lists();
export const resting = new Lists();

for (const a of inTime.allegations) {
  for (const id of a.about) about.add(id, a);
  for (const id of a.made_by) made.add(id, a.id);
  for (const id of a.words ?? []) making.add(id, a.id);
  for (const id of a.via ?? []) conveyed.add(id, a.id);
  for (const { to, type } of a.relations ?? []) related.add(to, { type, from: a.id });
}
for (const q of inTime.quotes) {
  said.add(q.speaker, q);
  if (q.said_to) heard.add(q.said_to, q.id);
  for (const id of q.bears_on ?? []) bearing.add(id, q);
  for (const { to, response } of q.answers ?? []) answering.add(to, { response, q });
}
for (const s of sources.values()) for (const { source } of s.origins ?? []) if (source) copies.add(source, s.id);
for (const kind of ["entities", "allegations", "quotes"]) {
  for (const record of records[kind].values()) {
    const places = new Map();
    const statements = ["names", "properties", "part_of", "stages"].flatMap((field) => record[field] ?? []);
    for (const { source, at } of [record, ...statements].flatMap(({ citations }) => citations ?? [])) {
      places.set(source, (places.get(source) ?? new Set()).add(at));
    }
    for (const [source, at] of places) resting.add(`${source} ${kind}`, { id: record.id, places: [...at].join("; ") });
  }
}
