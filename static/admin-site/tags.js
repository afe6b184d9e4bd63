// A box for tags over a textarea with one name a line: Django's Select2 and its autocomplete
// address suggest, new names are accepted, and the lines of the textarea stay what is sent.
'use strict';
{
  const $ = django.jQuery;

  const lines = (text) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);

  // A comma ends a name unless the name stands in quotes; the quotes are then taken off.
  function splitAtCommas(term) {
    const parts = term.match(/\s*"[^"]*"\s*(?=,|$)|[^,]+(?=,|$)/g) ?? [];
    return /,\s*$/.test(term) && !/^\s*"[^"]*$/.test(term) ? [...parts, ''] : parts;
  }

  const bare = (term) => term.trim().replace(/^"(.*)"$/, '$1').replace(/\s+/g, ' ').trim();

  function toTag(params) {
    const name = bare(params.term ?? '');
    return name ? {id: name, text: name, isNew: true} : null;
  }

  function tokenize(params, options, accept) {
    const term = params.term ?? '';
    if (/^\s*"[^"]*$/.test(term) || !term.includes(',')) {
      return {term};
    }
    const parts = splitAtCommas(term);
    const rest = parts.pop() ?? '';
    parts.map((part) => toTag({term: part})).filter(Boolean).forEach(accept);
    return {term: rest.trimStart()};
  }

  function enhance(area) {
    const select = document.createElement('select');
    select.multiple = true;
    select.id = `${area.id}_box`;
    for (const name of lines(area.value)) {
      select.add(new Option(name, name, true, true));
    }
    area.after(select);
    area.classList.add('replaced');
    document.querySelector(`label[for="${area.id}"]`)?.setAttribute('for', select.id);
    const box = $(select).select2({
      theme: 'admin-autocomplete',
      width: '100%',
      tags: true,
      tokenizer: tokenize,
      tokenSeparators: [','],
      createTag: toTag,
      templateResult: (item) => item.isNew ? area.dataset.new.replace('%s', item.text) : item.text,
      ajax: {
        url: area.dataset.url,
        delay: 250,
        cache: true,
        data: (params) => ({
          term: params.term,
          page: params.page,
          app_label: area.dataset.appLabel,
          model_name: area.dataset.modelName,
          field_name: area.dataset.fieldName,
        }),
      },
    });
    box.on('change', () => {
      area.value = [...select.selectedOptions].map((option) => option.value).join('\n');
    });
    keepTyped(box, select);
  }

  // What was typed and not confirmed counts when the person goes on; Escape drops it.
  function keepTyped(box, select) {
    const search = () => select.nextElementSibling.querySelector('.select2-search__field');
    const accept = () => {
      const tag = toTag({term: search()?.value});
      if (tag && ![...select.selectedOptions].some((option) => option.value === tag.id)) {
        select.add(new Option(tag.text, tag.id, true, true));
        box.trigger('change');
      }
    };
    let chosen = false;
    box.on('select2:selecting select2:unselecting', () => { chosen = true; });
    box.on('select2:closing', () => {
      if (!chosen) {
        accept();
      }
      chosen = false;
    });
    const container = select.nextElementSibling;
    container.addEventListener('focusout', () => {
      if (!container.classList.contains('select2-container--open')) {
        accept();
        search().value = '';
      }
    });
    container.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        search().value = '';
      }
      // Faster than the suggestions: closing takes what was typed.
      if (event.key === 'Enter' && search().value && !document.querySelector('.select2-results__option--highlighted')) {
        event.preventDefault();
        event.stopPropagation();
        box.select2('close');
      }
    }, true);
  }

  $(() => document.querySelectorAll('textarea.tags').forEach(enhance));
}
