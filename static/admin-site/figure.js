// The form of a figure: its sentence while one types, and the two ways to change a value without
// loading the page again. Without script both are links, and the sentence is that of the draft.
'use strict';
{
  const PAUSE = 400;
  const shown = document.getElementById('makes');
  const form = shown?.closest('form');
  const named = (key) => [...form.querySelectorAll('[name^=measurements-][name$=-key]')]
    .find((field) => field.value === key)?.closest('.inline-related').querySelector('[name$=-value]');

  // What was asked last is shown, whichever answer comes last.
  let asked = 0;
  async function show() {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(shown.dataset.url, {method: 'POST', body: new FormData(form)});
      const told = answer.ok ? await answer.json() : null;
      if (told && mine === asked) {
        shown.textContent = told.sentence || shown.dataset.none;
      }
    } catch {
      // Without a connection the last sentence stays.
    }
  }

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  };

  function addNewer(event) {
    const add = form.querySelector('#measurements-group .add-row a');
    if (!add) {
      return;
    }
    event.preventDefault();
    const empty = [...form.querySelectorAll('#measurements-group .inline-related:not(.has_original, .empty-form)')].pop();
    if (!empty || empty.querySelector('[name$=-value]').value) {
      add.click();
    }
    const rows = form.querySelectorAll('#measurements-group .inline-related:not(.empty-form)');
    rows[rows.length - 1].querySelector('[name$=-key]').focus();
  }

  function correct(event) {
    const value = named(event.currentTarget.dataset.key);
    if (!value) {
      return;
    }
    event.preventDefault();
    const address = new URLSearchParams(location.search);
    address.set('correct', event.currentTarget.dataset.key);
    // So that the next page offers "It corrects an error" first.
    form.setAttribute('action', `?${address}`);
    value.focus();
    value.select();
  }

  if (form) {
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    document.getElementById('add-newer')?.addEventListener('click', addNewer);
    document.getElementById('correct-this')?.addEventListener('click', correct);
    addEventListener('load', () => {
      const asked = new URLSearchParams(location.search);
      const field = asked.has('correct') ? named(asked.get('correct')) : null;
      field?.focus();
    });
  }
}
