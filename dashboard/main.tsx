import { render } from 'preact';
import { App } from './app.tsx';
import { Controller } from './controller.ts';
import { Keeper } from './session/keeper.ts';
import { initialState } from './state.ts';
import { Store } from './store.ts';
import { choiceFromQuery } from './time/range.ts';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/header.css';
import './styles/nav.css';
import './styles/today.css';
import './styles/queues.css';
import './styles/shelves.css';
import './styles/plan.css';
import './styles/tables.css';
import './styles/chart.css';

const store = new Store(initialState(choiceFromQuery(location.search), Date.now()));
const controller = new Controller(store);
const keeper = new Keeper(localStorage);
if (keeper.takeHash(location.hash)) history.replaceState(null, '', location.pathname + location.search);
render(<App store={store} controller={controller} keeper={keeper} />, document.getElementById('page')!);
controller.start();
void keeper.load();
// Somebody signed in or out in another tab: both share the cookie.
addEventListener('storage', () => void keeper.load());
