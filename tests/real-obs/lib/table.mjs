// SPDX-License-Identifier: GPL-2.0-or-later
// Plain tables, and the figures in them.
export const sorted = (values) => [...values].sort((a, b) => a - b);

export const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * q))];

export const median = (values) => quantile(values, 0.5);

// rows: arrays of cells, the first are the titles. Text to the left in the first column, to the right in the others.
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows)
    console.log(row.map((cell, i) => (i ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i]))).join('  '));
}
