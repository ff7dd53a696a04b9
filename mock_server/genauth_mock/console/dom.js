// Elements, made by hand. Whatever a text holds, it stays a text: nothing here reads HTML.

/** @typedef {Node | string | number | null | undefined | false | readonly Child[]} Child */
/** @typedef {Record<string, unknown>} Props Attributes; a function is a listener, `true` an attribute without a value. */

/** What must be set as a property, since the attribute is only where it starts. */
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'selected', 'open', 'indeterminate'])

/**
 * An element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), /** @type {EventListener} */ (value))
    else if (PROPERTIES.has(name)) Reflect.set(made, name, value)
    else made.setAttribute(name, value === true ? '' : String(value))
  }
  // An option is selected by the select's value only once it is there.
  add(made, children)
  if (props && 'value' in props && made instanceof HTMLSelectElement) made.value = String(props['value'] ?? '')
  return made
}

/**
 * Adds children to an element.
 * @param {Node} parent
 * @param {readonly Child[]} children
 */
export function add(parent, children) {
  for (const each of children) {
    if (each === null || each === undefined || each === false) continue
    if (each instanceof Node) parent.appendChild(each)
    else if (typeof each === 'object') add(parent, each)
    else parent.appendChild(document.createTextNode(String(each)))
  }
}

/**
 * Puts children in the place of all that an element holds.
 * @param {Element} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren()
  add(parent, children)
}

/**
 * A picture of 24 by 24 lines, drawn in the colour of the text beside it, which says what it means.
 * @param {string} path
 * @returns {SVGSVGElement}
 */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  line.setAttribute('d', path)
  svg.appendChild(line)
  return svg
}
