import { plainPage } from "../lib/templates.js";

export default plainPage("/method/", "Method", "Every record has a page of its own, with what it cites and what refers to it.");
