// A column copied from a spreadsheet, pasted into one value, goes on into the values below it.
'use strict';
{
  const form = document.getElementById('yearly_form');
  const told = document.getElementById('paste');

  // The first cell of each line; the last line of a column ends with a line break of its own.
  const cells = (text) => text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
    .map((line) => line.split('\t')[0].trim());

  form?.addEventListener('paste', (event) => {
    const values = [...form.querySelectorAll('input.value')];
    const first = values.indexOf(event.target);
    const pasted = cells(event.clipboardData?.getData('text/plain') ?? '');
    if (first < 0 || pasted.length < 2) {
      return;
    }
    event.preventDefault();
    const filled = values.slice(first, first + pasted.length);
    filled.forEach((value, index) => {
      value.value = pasted[index];
      value.dispatchEvent(new Event('input', {bubbles: true}));
    });
    told.textContent = filled.length === 1 ? told.dataset.one : told.dataset.many.replace('%s', filled.length);
  });
}
