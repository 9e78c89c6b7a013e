import { config } from "zod";

/*
 * Imported before any schema: zod probes for `new Function` when a schema is made, and the window's content
 * security policy forbids that (and reports the attempt).
 */
config({ jitless: true });
