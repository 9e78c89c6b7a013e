// Run by setup in a process of its own: where the addon does not fit the runtime, it crashes the process without a message.
const Database = require("better-sqlite3");

const db = new Database(":memory:");
db.exec("CREATE VIRTUAL TABLE words USING fts5(word)");
process.stdout.write(db.prepare("SELECT sqlite_version()").pluck().get());
