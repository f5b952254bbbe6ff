// The theme's page around a body.
import fs from "node:fs";
import { escaped } from "./html.js";

const frame = JSON.parse(fs.readFileSync("frame.json", "utf8"));

function filled(pieces, values) {
  return pieces.map((piece, position) => (position % 2 ? values[piece] : piece)).join("");
}

export function framed({ address, body, description, sections = [], title }) {
  const depth = address.split("/").length - 2;
  return filled(frame.page, {
    address: `https://bench.example.org${address}`,
    body: String(body),
    contents: sections.map(({ id, title }) => filled(frame.entry, { id, title: escaped(title) })).join(""),
    description: escaped(description),
    root: "../".repeat(depth).slice(0, -1) || ".",
    title: escaped(title),
  });
}
