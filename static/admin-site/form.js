// What every form of the admin gets: a warning before typed text is lost, the count of words,
// and names for what Django's Select2 leaves without one.
'use strict';
{
  const words = document.getElementById('form-words')?.dataset ?? {};

  const fill = (text, ...values) => values.reduce((said, value) => said.replace('%s', value), text);

  // Text that is not saved

  const contents = (form) => JSON.stringify(
    [...new FormData(form)].filter(([name]) => name !== 'csrfmiddlewaretoken')
  );

  function guard(form) {
    let before = contents(form);
    let leaving = false;
    form.addEventListener('submit', (event) => {
      leaving = !event.submitter?.hasAttribute('data-leaves-nothing');
    });
    addEventListener('pageshow', () => { leaving = false; });
    addEventListener('beforeunload', (event) => {
      if (!leaving && contents(form) !== before) {
        event.preventDefault();
      }
    });
  }

  // How many words

  function count(area) {
    const [least, most] = area.dataset.countWords.split(' ').map(Number);
    const shown = document.createElement('span');
    shown.className = 'counted';
    shown.id = `${area.id}_words`;
    area.setAttribute('aria-describedby', `${area.getAttribute('aria-describedby') ?? ''} ${shown.id}`.trim());
    area.after(shown);
    const show = () => {
      const number = area.value.split(/\s+/).filter(Boolean).length;
      const few = number < least;
      const wrong = few || number > most;
      shown.classList.toggle('wrong', wrong);
      shown.textContent = wrong
        ? fill(few ? words.few : words.many, number, few ? least : most)
        : fill(number === 1 ? words.word : words.words, number);
    };
    area.addEventListener('input', show);
    show();
  }

  // Names of Select2's parts

  function labelOf(select) {
    return select.labels?.[0]?.textContent.trim().replace(/:$/, '') ?? '';
  }

  function name(container) {
    const select = container.previousElementSibling;
    const label = select instanceof HTMLSelectElement ? labelOf(select) : '';
    if (!label) {
      return;
    }
    // The box takes its name from the line it shows; a list takes it from where one types.
    const chosen = select.multiple ? '' : select.selectedOptions[0]?.textContent.trim();
    container.querySelector('.select2-selection__rendered[role=textbox], .select2-search__field')
      ?.setAttribute('aria-label', chosen ? `${label}: ${chosen}` : label);
    // ARIA 1.2: an open box names the list it controls; Select2 still says "owns".
    const box = container.querySelector('[role=combobox]');
    const list = box?.getAttribute('aria-owns');
    if (list) {
      box.setAttribute('aria-controls', list);
    } else {
      box?.removeAttribute('aria-controls');
    }
  }

  function nameAll() {
    document.querySelectorAll('.select2-container').forEach(name);
    const open = document.querySelector('.select2-container--open .select2-search--dropdown .select2-search__field');
    open?.setAttribute('aria-label', fill(words.search ?? '%s', ''));
  }

  addEventListener('load', () => {
    document.querySelectorAll('[data-count-words]').forEach(count);
    const form = document.querySelector('#content-main form[method=post]:not(#changelist-form)');
    if (form) {
      guard(form);
    }
    const $ = window.django?.jQuery;
    if ($?.fn.select2) {
      nameAll();
      $(document).on('change select2:open select2:select select2:unselect formset:added', () => setTimeout(nameAll));
    }
  });
}
