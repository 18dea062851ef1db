/* Runs before the first paint: the chosen theme and language, which first words the page shows, the first questions to the server, and what installing takes. */
(function (documentElement, languages, session, meetings, figures, organisations) {
  var theme, language, known;
  try {
    theme = localStorage.getItem('kring-theme');
    language = localStorage.getItem('kring-language');
    known = localStorage.getItem('kring-known');
  } catch {
    /* storage may be forbidden; the device's own settings then hold */
  }
  language =
    language ||
    navigator.languages
      .map(function (tag) {
        return tag.slice(0, 2);
      })
      .find(function (tag) {
        return tag in languages;
      }) ||
    'nl';
  if (theme) documentElement.dataset.theme = theme;
  documentElement.lang = language;
  var path = location.pathname;
  var token = path === '/join' && location.hash.slice(1);
  var house = /^\/o\/([0-9a-f-]{36})\/uptake$/.exec(path);
  documentElement.dataset.first = house
    ? 'uptake'
    : token
      ? 'join'
      : path === '/' && !known
        ? 'home'
        : 'other';
  function soon(href) {
    var link = document.createElement('link');
    link.rel = /css$/.test(href) ? 'preload' : 'modulepreload';
    if (link.rel === 'preload') link.as = 'style';
    link.crossOrigin = '';
    link.href = href;
    document.head.append(link);
  }
  var manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = '/manifest.' + language + '.webmanifest';
  document.head.append(manifest);
  addEventListener('beforeinstallprompt', function (event) {
    event.preventDefault();
    self.kringInstall = event;
  });
  if (languages[language]) soon(languages[language]);
  if (/\/s\/[^/]+$/.test(path)) session.concat(meetings[language] || []).forEach(soon);
  function ask(what) {
    var answer = fetch('/api/v1' + what, { headers: { 'Accept-Language': language } });
    answer.catch(function () {});
    return answer;
  }
  var me = ask('/visitor');
  var ahead = {};
  if (house) {
    figures.concat(organisations[language] || []).forEach(soon);
    ['', '/uptake/periods', '/uptake/definitions'].forEach(function (end) {
      var what = '/organisations/' + house[1] + end;
      ahead[what] = ask(what);
    });
  }
  var look;
  if (token) {
    look = fetch('/api/v1/invitations/look', {
      method: 'POST',
      headers: { 'Accept-Language': language, 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: token }),
    });
    look.catch(function () {});
  }
  self.kringEarly = { language: language, me: me, look: look, ahead: ahead };
})(
  document.documentElement,
  __LANGUAGES__,
  __SESSION__,
  __MEETINGS__,
  __FIGURES__,
  __ORGANISATIONS__,
);
