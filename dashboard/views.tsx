import type { ComponentType } from 'preact';
import type { ViewName } from './route.ts';
import { Card, Skeleton } from './ui/card.tsx';
import { lazy } from './ui/lazy.tsx';
import type { ViewProps } from './ui/view.tsx';

/** Every view but Today is fetched when it is first opened. */
export const VIEW_PARTS: Partial<Record<ViewName | 'link', ComponentType<ViewProps>>> = {
  stores: lazy(() => import('./compare/stores-view.tsx').then((it) => it.StoresView)),
  funnel: lazy(() => import('./funnel/funnel-view.tsx').then((it) => it.FunnelView)),
  alerts: lazy(() => import('./alerts/alerts-view.tsx').then((it) => it.AlertsView)),
  notes: lazy(() => import('./notes/notes-view.tsx').then((it) => it.NotesView)),
  imports: lazy(() => import('./imports/imports-view.tsx').then((it) => it.ImportsView)),
  privacy: lazy(() => import('./privacy/privacy-view.tsx').then((it) => it.PrivacyView)),
  jobs: lazy(() => import('./jobs/jobs-view.tsx').then((it) => it.JobsView)),
  users: lazy(() => import('./people/users-view.tsx').then((it) => it.UsersView)),
  tokens: lazy(() => import('./people/tokens-view.tsx').then((it) => it.TokensView)),
  audit: lazy(() => import('./people/audit-view.tsx').then((it) => it.AuditView)),
  account: lazy(() => import('./session/account.tsx').then((it) => it.AccountView)),
};
export const SignIn = lazy(() => import('./session/sign-in.tsx').then((it) => it.SignInView));
export const LinkPart = lazy(() => import('./session/link.tsx').then((it) => it.LinkView));
export const TodayNews = lazy(() => import('./alerts/today-news.tsx').then((it) => it.TodayNews), null);
/** With the library that draws it the largest part of the page, and below the first screen. */
export const ChartCard = lazy(
  () => import('./chart/chart.tsx').then((it) => it.ChartCard),
  <Card title="Entries and exits" class="chart-card" busy>
    <Skeleton lines={1} tall />
  </Card>,
);
