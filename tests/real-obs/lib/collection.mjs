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

// sources: [{ name, id, settings?, at?: {x, y}, mixers?, isHidden?, in? }], in: names of scenes, else the first; modules:
// what plugins' save callbacks would have written.
export function collection({ name = 'Test', scenes = ['Scene A', 'Scene B'], sources = [], modules = {} } = {}) {
  const scene = (sceneName, index) => {
    const here = sources.filter((each) => (each.in ?? scenes.slice(0, 1)).includes(sceneName));
    const items = here.map((each, index) => item(each, index + 1));
    const settings = { id_counter: items.length + 1, custom_size: false, items };
    return source(sceneName, 'scene', FIRST_SCENE + index, settings);
  };
  return {
    name, current_scene: scenes[0], current_program_scene: scenes[0], current_transition: 'Cut',
    transition_duration: 300, preview_locked: false, scene_order: scenes.map((each) => ({ name: each })), groups: [],
    quick_transitions: [], transitions: [], saved_projectors: [], modules,
    sources: [
      ...sources.map(({ name: each, id, settings = {}, mixers = 0 }, index) =>
        source(each, id, index + 1, settings, { mixers })),
      ...scenes.map(scene),
    ],
  };
}
