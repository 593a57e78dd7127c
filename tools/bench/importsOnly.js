// What every stack pays before it does anything: the SDKs named as arguments, and no more.
"use strict";
process.argv.slice(2).forEach((name) => require(name));
