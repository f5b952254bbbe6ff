import { plainPage } from "../lib/templates.js";

export default plainPage("/", "Home", "A site of invented facts, made to be measured.");
