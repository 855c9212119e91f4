// SPDX-License-Identifier: GPL-2.0-or-later
// A scene collection as OBS 29 to 32 read it: scenes of the given names with sources placed in them.
const source = (name, id, number, settings, extra = {}) => ({
  name, id, versioned_id: id, uuid: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`, settings,
  hotkeys: {}, mixers: 0, sync: 0, flags: 0, volume: 1.0, balance: 0.5, enabled: true, muted: false,
  monitoring_type: 0, deinterlace_mode: 0, deinterlace_field_order: 0, private_settings: {}, ...extra,
});

const item = ({ name, at: { x = 340, y = 60 } = {}, isHidden }, number) => ({
  name, id: number, visible: !isHidden, locked: false, rot: 0.0, align: 5, pos: { x, y }, scale: { x: 1.0, y: 1.0 },
  bounds_type: 0, bounds_align: 0, bounds: { x: 0.0, y: 0.0 }, crop_left: 0, crop_top: 0, crop_right: 0,
  crop_bottom: 0, group_item_backup: false, scale_filter: 'disable', blend_type: 'normal', blend_method: 'default',
  private_settings: {},
});

const FIRST_SCENE = 0x1000;
const FIRST_GROUP = 0x2000;

// sources: [{ name, id, settings?, at?: {x, y}, mixers?, isHidden?, in? }], in: names of scenes and groups, else the first
// scene; groups: [{ name, at?, in?, width, height }]; modules: what plugins' save callbacks would have written.
export function collection({ name = 'Test', scenes = ['Scene A', 'Scene B'], sources = [], groups = [], modules = {} } = {}) {
  const holder = (holderName, id, number, size) => {
    const here = [...sources, ...groups].filter((each) => (each.in ?? scenes.slice(0, 1)).includes(holderName));
    const items = here.map((each, index) => item(each, index + 1));
    return source(holderName, id, number, { id_counter: items.length + 1, custom_size: size !== undefined, ...size, items });
  };
  const group = ({ name: each, width, height }, index) => holder(each, 'group', FIRST_GROUP + index, { cx: width, cy: height });
  return {
    name, current_scene: scenes[0], current_program_scene: scenes[0], current_transition: 'Cut',
    transition_duration: 300, preview_locked: false, scene_order: scenes.map((each) => ({ name: each })), groups: groups.map(group),
    quick_transitions: [], transitions: [], saved_projectors: [], modules,
    sources: [
      ...sources.map(({ name: each, id, settings = {}, mixers = 0 }, index) =>
        source(each, id, index + 1, settings, { mixers })),
      ...scenes.map((each, index) => holder(each, 'scene', FIRST_SCENE + index)),
    ],
  };
}
