import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { rememberedLanguage } from './state/memory';
import { failureIn, session } from './state/session.svelte';
import { view } from './state/view.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

const address = new URL(window.location.href);
view.read(address, rememberedLanguage());
session.failure = failureIn(address);
mount(App, { target });
