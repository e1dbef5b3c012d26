'use strict';
// The frame of the designer: signs in, shows one element of Elsa Studio, keeps its token fresh and follows what it starts.
(function () {
  const api = location.origin + '/elsa/api';
  const { view, id } = document.body.dataset;
  const $ = name => document.getElementById(name);
  const store = window.sessionStorage;
  const plainFetch = window.fetch.bind(window);

  const elements = {
    list: ['elsa-workflow-definition-list', {}, { editWorkflowDefinition: target => go('/designer/edit/' + encodeURIComponent(idOf(target))) }],
    edit: ['elsa-workflow-definition-editor', { 'definition-id': id }, {}],
    instances: ['elsa-workflow-instance-list', {}, { viewWorkflowInstance: target => go('/designer/instances/' + encodeURIComponent(idOf(target))) }],
    instance: ['elsa-workflow-instance-viewer', { 'instance-id': id }, { editWorkflowDefinition: target => go('/designer/edit/' + encodeURIComponent(idOf(target))) }],
  };
  const scripts = ['_content/BlazorMonaco/jsInterop.js', '_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js',
    '_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js', '_content/MudBlazor/MudBlazor.min.js',
    '_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js', '_content/Radzen.Blazor/Radzen.Blazor.js', '_framework/blazor.webassembly.js'];

  function idOf(target) { return typeof target === 'string' ? target : target && (target.definitionId || target.id) || ''; }
  function go(path) { location.assign(path); }                     // always a whole new page: elements do not bear being exchanged

  // ---- signing in -------------------------------------------------------------------------------------------------
  const token = () => store.getItem('foldline-token');
  function keep(value) { store.setItem('foldline-token', value); store.setItem('foldline-token-at', String(Date.now())); }
  function forget() { store.removeItem('foldline-token'); store.removeItem('foldline-token-at'); }
  const age = () => Date.now() - Number(store.getItem('foldline-token-at') || 0);

  async function renew(headers) {
    const answer = await plainFetch('/api/v1/token', { method: 'POST', headers: { 'X-Requested-With': 'foldline', ...headers } }).catch(() => null);
    if (!answer || !answer.ok) return false;
    keep((await answer.json()).accessToken);
    return true;
  }

  async function signedIn() {
    if (token() && age() < 50 * 60e3) {
      const answer = await plainFetch(api + '/features/installed', { headers: { Authorization: 'Bearer ' + token() } });
      if (answer.ok) return true;
      forget();
    }
    return renew({});                                              // whoever signed in on the other pages has a cookie
  }

  function askForKey() {
    $('fl-stage').hidden = true;
    const form = $('fl-login');
    form.hidden = false;
    $('fl-key').focus();
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const answer = await plainFetch(api + '/identity/login', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'designer', password: $('fl-key').value.trim() }) });
      if (!answer.ok) {
        $('fl-refused').textContent = answer.status === 429 ? 'Too many attempts; wait a minute.' : 'This key is not known, has expired or was revoked.';
        return;
      }
      keep((await answer.json()).accessToken);
      location.reload();
    });
  }

  // ---- what goes to the server ------------------------------------------------------------------------------------
  // The elements take a token once and never ask again; here every request gets the one of now, and a run that was started is followed.
  window.fetch = async function (input, init) {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (!url.startsWith(api)) return plainFetch(input, init);
    if (age() > 40 * 60e3) await renew({ Authorization: 'Bearer ' + token() });
    const headers = new Headers(init && init.headers || (input instanceof Request ? input.headers : undefined));
    headers.set('Authorization', 'Bearer ' + token());
    const answer = await plainFetch(input, { ...init, headers });
    if (answer.status === 401) { forget(); location.reload(); }
    const started = answer.headers.get('x-elsa-workflow-instance-id');
    if (started && /\/execute(\?|$)/.test(url)) setTimeout(() => go('/designer/instances/' + started), 300);
    return answer;
  };

  async function ask(path, body) {
    const answer = await window.fetch(api + path, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok && !json.workflowState) throw new Error(Object.values(json.errors || {}).flat().join(' ') || answer.status + ' ' + answer.statusText);
    return json;
  }

  // ---- run with inputs --------------------------------------------------------------------------------------------
  async function openInputs() {
    const definition = await ask('/workflow-definitions/by-definition-id/' + encodeURIComponent(id) + '?versionOptions=Latest');
    const properties = definition.customProperties || {};
    const given = { ...properties.defaults, ...properties.example };
    const dialog = $('fl-inputs');
    const form = document.createElement('form');
    form.method = 'dialog';
    const title = document.createElement('h1');
    title.id = 'fl-inputs-title';
    title.textContent = 'Run ' + definition.name;
    form.append(title);
    const fields = definition.inputs.map(input => field(form, input, given[input.name]));
    const alert = document.createElement('p');
    alert.setAttribute('role', 'alert');
    const row = document.createElement('div');
    row.className = 'fl-row';
    const cancel = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Cancel', onclick: () => dialog.close() });
    const run = Object.assign(document.createElement('button'), { type: 'submit', textContent: 'Run' });
    row.append(cancel, run);
    form.append(alert, row);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      run.disabled = true;
      alert.textContent = '';
      try {
        const input = {};
        for (const read of fields) read(input);
        await ask('/workflow-definitions/' + encodeURIComponent(id) + '/execute', { versionOptions: 'Latest', input });
      } catch (error) {
        alert.textContent = error.message;
        run.disabled = false;
      }
    });
    dialog.replaceChildren(form);
    dialog.showModal();
  }

  function field(form, input, value) {
    const label = document.createElement('label');
    const type = input.isArray ? 'List<' + input.type + '>' : input.type;
    const control = document.createElement(type === 'Target' ? 'textarea' : 'input');
    control.name = input.name;
    if (type === 'Boolean') { control.type = 'checkbox'; control.checked = value === true; }
    else if (/^(Int|Long|Double|Single|Decimal)/.test(type)) { control.type = 'number'; control.step = /^(Int|Long)/.test(type) ? '1' : 'any'; control.value = value ?? ''; }
    else control.value = Array.isArray(value) ? value.join(', ') : value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : value;
    const help = document.createElement('small');
    help.textContent = (input.description || '') + (type.startsWith('List<') ? ' Separated by commas.' : type === 'Target' ? ' FASTA; chains of a complex are joined by colons.' : '');
    label.append(input.displayName || input.name, ' ', control, help);
    form.append(label);
    return target => {
      if (type === 'Boolean') target[input.name] = control.checked;
      else if (control.value.trim() === '') return;
      else if (type.startsWith('List<')) target[input.name] = control.value.split(',').map(item => item.trim()).filter(Boolean);
      else if (control.type === 'number') target[input.name] = Number(control.value);
      else target[input.name] = control.value;
    };
  }

  // ---- the state of a run, above its viewer -------------------------------------------------------------------------
  async function follow(before) {
    const state = await ask('/workflow-instances/' + encodeURIComponent(id) + '/execution-state').catch(error => ({ status: 'Finished', subStatus: error.message }));
    const ended = state.status === 'Finished';
    $('fl-state').textContent = ended ? state.subStatus : state.subStatus + ' …';
    if (ended && before) setTimeout(() => location.reload(), 1000);  // the viewer then shows the end, whatever it had asked for last
    if (!ended) setTimeout(() => follow(state), 1000);
  }

  // ---- light and dark -----------------------------------------------------------------------------------------------
  // Our style sheet darkens the elements; their code editor must be told, each time one is made.
  function darken() {
    if (!window.matchMedia('(prefers-color-scheme: dark)').matches) return;
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        if (document.querySelector('.monaco-editor:not(.vs-dark)')) window.monaco?.editor.setTheme('vs-dark');
      });
    }).observe($('fl-stage'), { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
  }

  // ---- begin ------------------------------------------------------------------------------------------------------
  async function begin() {
    if (!await signedIn()) { askForKey(); return; }
    $('fl-out').hidden = false;
    $('fl-out').addEventListener('click', () => { forget(); plainFetch('/sign-out', { method: 'POST' }).finally(() => go('/designer')); });
    const [name, attributes, callbacks] = elements[view];
    for (const path of scripts) document.body.append(Object.assign(document.createElement('script'), { src: path, async: false }));
    if (view === 'instance') follow();
    await customElements.whenDefined(name);
    const element = document.createElement(name);
    element.setAttribute('remote-endpoint', api);
    element.setAttribute('access-token', token());
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    Object.assign(element, callbacks);                             // only once the element is defined: before, they would hide its own properties
    darken();
    $('fl-stage').replaceChildren(element);
    if (view === 'edit') {
      $('fl-run').disabled = false;
      $('fl-run').addEventListener('click', () => openInputs().catch(error => window.alert(error.message)));
    }
  }

  begin().catch(error => { $('fl-note').textContent = 'The designer could not start: ' + error.message; });
})();
