import { indexPages } from "../lib/templates.js";

export default indexPages("allegations");
