/** A table of rules, as text. */
declare module '*.expr' {
  const text: string;
  export default text;
}
