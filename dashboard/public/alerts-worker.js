/** Tells of alerts while the page is closed: what the gateway pushes, as its push channel writes it. */

/** What is shown of a message; undefined where it is none of ours, or there is nothing to be done about it. */
function noticeOf(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof message?.text !== 'string' || typeof message.store !== 'string' || typeof message.id !== 'string') {
    return undefined;
  }
  const over = message.change === 'closed';
  return {
    title: over ? `Over: ${message.text}` : message.text,
    options: {
      body: `${message.severity === 'critical' ? 'Critical, store' : 'Store'} ${message.store}`,
      icon: '/icon.svg',
      // What is told anew of an alert takes the place of what was told before.
      tag: `${message.store}/${message.id}`,
      renotify: !over,
      silent: over,
      data: { url: `/?store=${encodeURIComponent(message.store)}#/alerts` },
    },
  };
}

/** Brings the page to the front that is open at this gateway, else opens one. */
async function show(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length === 0) return self.clients.openWindow(url);
  await pages[0].focus();
  return pages[0].navigate(url).catch(() => self.clients.openWindow(url));
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('push', (event) => {
  // A browser that is pushed to must show something, or it takes the permission away.
  const notice = noticeOf(event.data?.text() ?? '') ?? {
    title: 'Aisle has news',
    options: { data: { url: '/#/alerts' } },
  };
  event.waitUntil(self.registration.showNotification(notice.title, notice.options));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url ?? '/#/alerts'));
});
