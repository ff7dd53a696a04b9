// What values are.

export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Jest gives tests a Date of their own, which is no instance of ours.
export function isDate(value) {
  return Object.prototype.toString.call(value) === '[object Date]'
}

export function moment(value) {
  if (isDate(value)) return value.toISOString()
  return isObject(value) ? value.id : value
}
