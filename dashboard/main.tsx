import { render } from 'preact';
import { App } from './app.tsx';
import { Controller } from './controller.ts';
import { initialState } from './state.ts';
import { Store } from './store.ts';
import { choiceFromQuery } from './time/range.ts';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/header.css';
import './styles/today.css';
import './styles/plan.css';
import './styles/tables.css';
import './styles/chart.css';

const store = new Store(initialState(choiceFromQuery(location.search), Date.now()));
const controller = new Controller(store);
render(<App store={store} controller={controller} />, document.getElementById('page')!);
controller.start();
