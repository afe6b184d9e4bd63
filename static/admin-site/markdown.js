// The toolbar over a Markdown text, and the list of figures to quote. All words stand in the
// page (admin/_form_tools.html); without script the help text says how each is written.
'use strict';
{
  const YEAR = /(?<![\d,.])(?:1[5-9]\d\d|20\d\d)(?![\d,%]|\.\d)/;

  // Typed by the browser, so that Undo takes it back.
  function put(area, text) {
    area.focus();
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input', {bubbles: true}));
    }
  }

  const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

  function wrap(area, before, after = before) {
    const text = chosen(area);
    put(area, before + text + after);
    const end = area.selectionEnd - after.length;
    area.setSelectionRange(end - text.length, end);
  }

  function link(area) {
    const text = chosen(area);
    put(area, `[${text}](https://)`);
    const end = area.selectionEnd - 1;
    area.setSelectionRange(...(text ? [end - 8, end] : [end - 10, end - 10]));
  }

  function list(area) {
    const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1;
    area.setSelectionRange(start, area.selectionEnd);
    put(area, chosen(area).replace(/^(?!- )/gm, '- '));
  }

  const TOOLS = {
    bold: (area) => wrap(area, '**'),
    italic: (area) => wrap(area, '*'),
    link,
    list,
    figure: (area) => pick(area),
  };

  function equip(area) {
    const tools = document.getElementById('markdown-tools').content.cloneNode(true).firstElementChild;
    tools.setAttribute('aria-label', area.labels[0]?.textContent.trim() ?? '');
    if (!area.dataset.figures) {
      tools.querySelector('[data-tool=figure]').remove();
    }
    tools.addEventListener('click', (event) => {
      TOOLS[event.target.closest('[data-tool]')?.dataset.tool]?.(area);
    });
    area.addEventListener('keydown', (event) => {
      const tool = {b: 'bold', i: 'italic'}[event.key.toLowerCase()];
      if (tool && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        TOOLS[tool](area);
      }
    });
    area.before(tools);
  }

  // The list of figures

  const dialog = document.getElementById('figure-picker');
  const part = (selector) => dialog.querySelector(selector);
  const fill = (text, value) => text.replace('%s', () => value);
  let area;
  let figure;
  let waiting;

  function pick(into) {
    area = into;
    part('#figure-search').value = '';
    find();
    show('find');
    dialog.showModal();
  }

  function show(step) {
    const asking = step === 'ask';
    part('[data-step=find]').hidden = asking;
    part('[data-step=ask]').hidden = !asking;
    part('[data-do=insert]').hidden = part('[data-do=back]').hidden = !asking;
    part(asking ? 'input:checked' : '#figure-search').focus();
  }

  async function find() {
    const query = part('#figure-search').value.trim();
    const status = part('[role=status]');
    const search = waiting = new AbortController();
    try {
      const answer = await fetch(`${area.dataset.figures}?${new URLSearchParams({q: query})}`, {signal: search.signal});
      if (!answer.ok) {
        throw new Error(answer.status);
      }
      const {figures, more} = await answer.json();
      part('ul').replaceChildren(...figures.filter((each) => each.values.length).map(row));
      status.textContent = more ? status.dataset.more : figures.length ? '' : fill(status.dataset.none, query);
    } catch (error) {
      if (error.name !== 'AbortError') {
        status.textContent = status.dataset.failed;
      }
    }
  }

  const said = (value) => [value.text, value.period].filter(Boolean).join(', ');

  function row(found) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    const newest = found.values.find((value) => value.key === found.newest);
    button.type = 'button';
    button.append(Object.assign(document.createElement('b'), {textContent: found.title}),
      document.createElement('br'), `${said(newest)} · ${newest.status}`);
    button.addEventListener('click', () => ask(found));
    item.append(button);
    return item;
  }

  function sentence() {
    const before = area.value.slice(0, area.selectionStart).split(/[.!?…](?=\s)|\n\s*\n/).pop();
    return before + area.value.slice(area.selectionEnd).split(/[.!?…](?=\s|$)|\n\s*\n/)[0];
  }

  function ask(found) {
    figure = found;
    const year = sentence().match(YEAR)?.[0];
    const newest = found.values.find((value) => value.key === found.newest);
    const staying = found.values.find((value) => year && (value.key === year || value.period.includes(year))) ?? newest;
    const {always, stay} = part('[data-step=ask]').dataset;
    const legend = part('legend');
    legend.textContent = staying.period ? fill(legend.dataset.year, staying.period) : legend.dataset.undated;
    part('[data-step=ask] > div').replaceChildren(
      choice('', fill(always, said(newest)), !year),
      ...found.values.map((value) => choice(value.key, fill(stay, said(value)), Boolean(year) && value === staying)),
    );
    show('ask');
  }

  function choice(value, text, checked) {
    const label = document.createElement('label');
    label.append(Object.assign(document.createElement('input'), {type: 'radio', name: 'figure-pin', value, checked}), ` ${text}`);
    return label;
  }

  function insert() {
    const pin = part('input:checked').value;
    dialog.close();
    put(area, `{{ figure:${figure.slug}${pin ? `@${pin}` : ''} }}`);
  }

  if (dialog) {
    const DEEDS = {insert, back: () => show('find'), close: () => dialog.close()};
    dialog.addEventListener('click', (event) => DEEDS[event.target.dataset.do]?.());
    dialog.addEventListener('close', () => area.focus());
    part('#figure-search').addEventListener('input', () => {
      waiting?.abort();
      clearTimeout(find.timer);
      find.timer = setTimeout(find, 200);
    });
    document.querySelectorAll('textarea.markdown').forEach(equip);
  }
}
