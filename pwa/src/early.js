/* Runs before the first paint: the chosen theme and language, the first question to the server, and what installing takes. */
(function (documentElement, languages, session, meetings) {
  var theme, language;
  try {
    theme = localStorage.getItem('kring-theme');
    language = localStorage.getItem('kring-language');
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
  if (/\/s\/[^/]+$/.test(location.pathname)) session.concat(meetings[language] || []).forEach(soon);
  var me = fetch('/api/v1/visitor', { headers: { 'Accept-Language': language } });
  me.catch(function () {});
  var look;
  if (location.pathname === '/join' && location.hash[1]) {
    look = fetch('/api/v1/invitations/look', {
      method: 'POST',
      headers: { 'Accept-Language': language, 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: location.hash.slice(1) }),
    });
    look.catch(function () {});
  }
  self.kringEarly = { language: language, me: me, look: look };
})(document.documentElement, __LANGUAGES__, __SESSION__, __MEETINGS__);
