// What is typed stays in this browser until it is saved, for the person who typed it alone.
'use strict';
{
  const PREFIX = 'typed:';
  const A_MONTH = 30 * 24 * 3600 * 1000;
  const SECRET = 'csrfmiddlewaretoken';

  // A browser may refuse to store anything.
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  })();

  let isSigningOut = false;

  function entries() {
    return Object.keys(store)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => {
        try {
          return { key, ...JSON.parse(store.getItem(key)) };
        } catch {
          return { key, at: 0, typed: [] };
        }
      });
  }

  const forget = (kept) => kept.forEach(({ key }) => store.removeItem(key));

  function forgetSaved() {
    const saved = new Set([...document.querySelectorAll('[data-saved]')].map((mark) => mark.dataset.saved));
    const isOf = ({ key, typed }) => saved.has(key.split(':')[2])
      || typed.some(([name, value]) => name === 'new_key' && saved.has(value));
    forget(entries().filter((kept) => isOf(kept) || kept.at < Date.now() - A_MONTH));
  }

  const contents = (form) => [...new FormData(form)]
    .filter(([name, value]) => name !== SECRET && typeof value === 'string');

  function watch(form, key) {
    const before = JSON.stringify(contents(form));
    let waiting;
    const keep = () => {
      clearTimeout(waiting);
      if (isSigningOut) {
        return;
      }
      const typed = contents(form);
      try {
        if (JSON.stringify(typed) === before) {
          store.removeItem(key);
        } else {
          store.setItem(key, JSON.stringify({ at: Date.now(), typed }));
        }
      } catch {
        // No room left.
      }
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 500);
    };
    form.addEventListener('input', soon);
    window.django?.jQuery?.(form).on('change', soon);
    addEventListener('pagehide', keep);
    return before;
  }

  function send(form, typed) {
    const again = document.createElement('form');
    again.method = 'post';
    again.hidden = true;
    for (const [name, value] of [...typed, ['_put_back', '1'], [SECRET, form.elements[SECRET].value]]) {
      const area = document.createElement('textarea');
      area.name = name;
      area.value = value;
      again.append(area);
    }
    document.body.append(again);
    again.submit();
  }

  function time(at) {
    const moment = new Date(at);
    const hour = { hour: '2-digit', minute: '2-digit' };
    const isToday = moment.toDateString() === new Date().toDateString();
    return moment.toLocaleString(document.documentElement.lang, isToday ? hour : { day: 'numeric', month: 'long', ...hour });
  }

  function offer(box, form, kept) {
    const words = box.dataset;
    const button = (text, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'button';
      made.textContent = text;
      made.addEventListener('click', act);
      return made;
    };
    box.append(
      `${words.said.replace('%s', time(kept.at))} `,
      button(words.back, () => send(form, kept.typed)),
      ' ',
      button(words.away, () => { forget([kept]); box.hidden = true; }),
    );
    box.hidden = false;
  }

  addEventListener('load', () => {
    if (!store) {
      return;
    }
    forgetSaved();
    document.getElementById('logout-form')?.addEventListener('submit', () => {
      isSigningOut = true;
      forget(entries());
    });
    const box = document.getElementById('kept');
    const form = box?.closest('form');
    if (!form) {
      return;
    }
    const mine = `${PREFIX}${box.dataset.key}:`;
    // Every page has an entry of its own, so two tabs do not overwrite each other.
    const now = watch(form, mine + Date.now().toString(36));
    const [newest] = entries()
      .filter(({ key, typed }) => key.startsWith(mine) && JSON.stringify(typed) !== now)
      .sort((one, other) => other.at - one.at);
    if (newest) {
      offer(box, form, newest);
    }
  });
}
