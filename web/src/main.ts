import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { rememberedLanguage } from './state/memory';
import { view } from './state/view.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

view.read(new URL(window.location.href), rememberedLanguage());
mount(App, { target });
