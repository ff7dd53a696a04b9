// What is asked before a pool is made, read in, written out, renamed, brought back or removed.

import { call, read } from '../api.js'
import { h } from '../dom.js'
import { asked, button, choice, code, confirmed, download, field, loaded, show, tell, tried } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('../known.js').Pool} Pool */

const t = words({
  add: ['New pool', '新建用户池'],
  create: ['Create', '创建'],
  how: ['Start from', '创建方式'],
  empty: ['An empty pool', '空用户池'],
  from_document: ['From a pool document', '从用户池文档创建'],
  name: ['Name', '名称'],
  pool_id: ['User pool ID', '用户池 ID'],
  app_id: ['App ID', '应用 ID'],
  made_up: ['Leave empty to generate one. Letters, digits, _ and - are allowed.', '留空则自动生成；可使用字母、数字、_ 和 -。'],
  created: ['Created: {name}', '已创建：{name}'],
  import: ['Import a pool', '导入用户池'],
  import_act: ['Import', '导入'],
  import_hint: ['Choose an export or a seed file. A pool with the same ID is replaced completely; only its snapshots are kept.', '选择导出的文件或种子文件。相同 ID 的用户池将被整体替换，仅保留其快照。'],
  imported: ['Imported: {name}', '已导入：{name}'],
  replaces: ['This replaces the pool {name}.', '这将替换用户池 {name}。'],
  document: ['Pool document, JSON or YAML', '用户池文档（JSON 或 YAML）'],
  document_hint: ['Paste it, or drop a file here.', '粘贴内容，或将文件拖放到此处。'],
  file: ['Or choose a file', '或选择文件'],
  file_is: ['{name}, {size}, is uploaded as it is.', '{name}（{size}）将原样上传。'],
  no_document: ['Paste a pool document or choose a file.', '请粘贴用户池文档或选择文件。'],
  export: ['Export {name}', '导出 {name}'],
  export_hint: ['An export holds everything that lasts: settings, applications, users with hashed passwords, roles, organisations. Sessions, codes and messages are not included; take a snapshot to keep those.', '导出包含全部持久数据：设置、应用、用户（含密码哈希）、角色、组织机构等；不含会话、验证码和消息，如需保留请创建快照。'],
  form: ['Format', '格式'],
  download: ['Download {file}', '下载 {file}'],
  too_long: ['At {size} this is too long to show here. Download it instead.', '内容过长（{size}），无法在此显示，请下载查看。'],
  rename: ['Rename', '重命名'],
  rename_title: ['Rename the user pool', '重命名用户池'],
  renamed: ['Renamed', '已重命名'],
  reset: ['Reset', '重置'],
  reset_title: ['Reset {name}?', '重置 {name}？'],
  reset_body: ['The pool returns to the state it was created with. Everything since then is deleted: users and applications, tokens and sessions, codes and messages, pictures, faults and recorded requests. Changed users, settings and the clock are set back. Snapshots are kept.', '用户池将恢复到创建时的状态。此后产生的内容都会删除：用户与应用、令牌与会话、验证码与消息、图片、故障和请求记录；修改过的用户、设置和时钟也会复原。快照会保留。'],
  reset_done: ['Reset: {name}', '已重置：{name}'],
  remove: ['Delete', '删除'],
  remove_title: ['Delete {name}?', '删除 {name}？'],
  remove_body: ['This deletes the pool and everything in it: applications, users, tokens, messages, recorded requests, settings and snapshots. You cannot undo this. Export the pool first if you may need it again.', '这将删除用户池及其全部内容：应用、用户、令牌、消息、请求记录、设置和快照，且无法撤销。如果以后可能用到，请先导出。'],
  removed: ['Deleted: {name}', '已删除：{name}'],
})

const SHOWN = 300_000

/** A number of bytes in words. @param {number} count */
export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB']
  let size = count
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit && size < 100 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** Where a pool is asked for. @param {Pool} pool @param {string} [more] */
export function pathOf(pool, more = '') {
  return `/pools/${encodeURIComponent(pool.userPoolId)}${more}`
}

/**
 * A place for a pool document: pasted, dropped or from a file.
 * @param {(text: string) => void} [changed]
 */
function documentField(changed) {
  /** @type {string | null} a file that is too long for a field */
  let long = null
  const text = h('textarea', { spellcheck: 'false', rows: '12', placeholder: 'name: Shop\nusers:\n  - {username: ann, password: s3cret!}' })
  const file = h('input', { type: 'file', accept: '.json,.yaml,.yml,application/json,application/yaml' })
  const about = h('p', { class: 'soft', role: 'status' })

  /** @param {File | null | undefined} given */
  async function take(given) {
    if (!given) return
    const content = await given.text()
    long = content.length > SHOWN ? content : null
    text.value = long === null ? content : ''
    about.textContent = long === null ? '' : t('file_is', { name: given.name, size: bytes(given.size) })
    changed?.(content)
  }

  text.addEventListener('input', () => {
    if (text.value) {
      long = null
      about.textContent = ''
    }
    changed?.(text.value)
  })
  text.addEventListener('dragover', (event) => event.preventDefault())
  text.addEventListener('drop', (event) => {
    const dropped = event.dataTransfer?.files[0]
    if (!dropped) return
    event.preventDefault()
    void tried(() => take(dropped))
  })
  file.addEventListener('change', () => void tried(() => take(file.files?.[0])))
  return {
    element: h('div', null, field(t('document'), text, t('document_hint')), field(t('file'), file), about),
    /** Sends it. @param {string} path @returns {Promise<Pool>} */
    send: (path) => {
      const content = long ?? text.value
      if (!content.trim()) throw new Error(t('no_document'))
      // What is no JSON is read as YAML, which JSON with a mistake is too: so the server says on which line it is.
      return call('POST', path, { text: content, type: parsed(content) === undefined ? 'application/yaml' : 'application/json' })
    },
  }
}

/** A text as JSON; undefined where it is none. @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The id that a document gives its pool, as far as one sees it. @param {string} text @returns {string | undefined} */
function idIn(text) {
  return parsed(text)?.userPoolId ?? /^userPoolId\s*:\s*["']?([\w-]{1,64})/m.exec(text)?.[1]
}

/** Makes a pool. @returns {Promise<Pool | undefined>} */
export async function askForPool() {
  const name = h('input', { autocomplete: 'off', autofocus: true })
  const poolId = h('input', { autocomplete: 'off', spellcheck: 'false' })
  const appId = h('input', { autocomplete: 'off', spellcheck: 'false' })
  const written = documentField()
  const how = choice([['empty', t('empty')], ['document', t('from_document')]], { onchange: turn })
  const plain = h('div', null, field(t('name'), name), h('div', { class: 'fields' }, field(t('pool_id'), poolId, t('made_up')), field(t('app_id'), appId, t('made_up'))))
  /** @type {Pool | undefined} */
  let made

  function turn() {
    plain.hidden = how.value !== 'empty'
    written.element.hidden = !plain.hidden
  }

  turn()
  await asked(t('add'), {
    body: [field(t('how'), how), plain, written.element],
    act: t('create'),
    done: async () => {
      const fields = Object.entries({ name: name.value.trim(), userPoolId: poolId.value.trim(), appId: appId.value.trim() })
      made = how.value === 'empty' ? await call('POST', '/pools', { body: Object.fromEntries(fields.filter(([, value]) => value)) }) : await written.send('/pools')
    },
  })
  if (made) tell(t('created', { name: made.name }), 'good')
  return made
}

/** Reads a pool in. @returns {Promise<Pool | undefined>} */
export async function askForImport() {
  const warning = h('p', { class: 'hint warn', role: 'status', hidden: true })
  const written = documentField((text) => {
    const id = idIn(text)
    void loaded(warning, async () => {
      /** @type {{list: Pool[]}} */
      const found = id ? await call('GET', '/pools', { query: { search: id } }) : { list: [] }
      const known = found.list.find((each) => each.userPoolId === id)
      warning.hidden = !known
      return known ? t('replaces', { name: known.name }) : ''
    })
  })
  /** @type {Pool | undefined} */
  let made
  await asked(t('import'), {
    body: [h('p', { class: 'soft say' }, t('import_hint')), written.element, warning],
    act: t('import_act'),
    wide: true,
    done: async () => { made = await written.send('/import') },
  })
  if (made) tell(t('imported', { name: made.name }), 'good')
  return made
}

/** Shows a pool as a document, and gives it as a file. @param {Pool} pool */
export function showExport(pool) {
  const place = h('div', { class: 'page' })
  const form = choice([['yaml', 'YAML'], ['json', 'JSON']], { onchange: draw })

  function draw() {
    void loaded(place, async () => {
      const text = await read(pathOf(pool, '/export'), { accept: `application/${form.value}` })
      const file = `${fileName(pool)}.${form.value}`
      const size = new Blob([text]).size
      return [
        h('div', { class: 'acts start' }, button(t('download', { file }), () => download(text, file, `application/${form.value}`), { class: 'main' }), h('small', null, bytes(size))),
        text.length > SHOWN ? h('p', { class: 'soft' }, t('too_long', { size: bytes(size) })) : code(text, file),
      ]
    })
  }

  draw()
  return show(t('export', { name: pool.name }), [h('p', { class: 'soft say' }, t('export_hint')), field(t('form'), form), place])
}

/** @param {Pool} pool */
function fileName({ name, userPoolId }) {
  return name.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 60) || userPoolId
}

/** @param {Pool} pool @returns {Promise<boolean>} */
export async function askForName(pool) {
  const name = h('input', { value: pool.name, autocomplete: 'off' })
  const done = await asked(t('rename_title'), {
    body: field(t('name'), name), act: t('rename'), done: () => call('PATCH', pathOf(pool), { body: { name: name.value } }),
  })
  if (done) tell(t('renamed'), 'good')
  return done
}

/** @param {Pool} pool @returns {Promise<boolean>} */
export async function askForReset(pool) {
  const done = await confirmed(t('reset_title', { name: pool.name }), t('reset_body'), t('reset'), () => call('POST', pathOf(pool, '/reset')))
  if (done) tell(t('reset_done', { name: pool.name }), 'good')
  return done
}

/** @param {Pool} pool @returns {Promise<boolean>} */
export async function askForRemoval(pool) {
  const done = await confirmed(t('remove_title', { name: pool.name }), t('remove_body'), t('remove'), () => call('DELETE', pathOf(pool)))
  if (done) tell(t('removed', { name: pool.name }), 'good')
  return done
}
