import { entityPage } from "../lib/entities.js";
import { recordPages } from "../lib/templates.js";

export default recordPages("entities", entityPage);
