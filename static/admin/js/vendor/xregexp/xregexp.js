// Stands in for the library that Django's urlify.js loads for a single pattern: browsers know
// Unicode property escapes themselves (ECMA-262), and the library is a quarter of a form's weight.
window.XRegExp = Object.assign(
  (pattern, flags) => new RegExp(pattern, `${flags}u`),
  {replace: (text, pattern, by) => text.replace(pattern, by)},
);
