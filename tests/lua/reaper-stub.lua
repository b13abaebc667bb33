-- The calls of REAPER that the script may use, as REAPER's documentation describes them. Any other call fails, and so does everything
-- that would block: programs, sleeping, reading from a terminal.
local stub = { time = 100, ext = {}, projects = {}, current = "one", undo = {}, inputs = nil, asked = {}, menus = {}, menuTexts = {},
  keys = {}, texts = {}, commands = {}, boxes = {}, toggle = 0, refresh = 0, opens = 0, guid = 0, hasGuids = true, atexit = nil }

local function newProject(id)
  return { id = id, file = "/songs/" .. id .. ".rpp", markers = {}, ext = {}, cursor = 0, play = 0, state = 0,
    selection = { 0, 0 }, nextNumber = 1 }
end

function stub.open(id, file)
  stub.projects[id] = stub.projects[id] or newProject(id)
  if file then stub.projects[id].file = file end
  stub.current = id
  return stub.projects[id]
end
stub.open("one")

local function projectOf(pointer)
  assert(type(pointer) == "table" and pointer.markers, "a call without its project")
  return pointer
end

local function newGuid()
  stub.guid = stub.guid + 1
  return string.format("{%08X-0000-4000-8000-%012X}", math.random(0, 0x7fffffff), stub.guid)
end

-- In the order of time, as REAPER lists them.
local function sort(project)
  table.sort(project.markers, function(one, other)
    if one.from ~= other.from then return one.from < other.from end
    return one.number < other.number
  end)
end

function stub.addMarker(project, isRange, from, to, name, color)
  local marker = { isRange = isRange, from = from, to = to, name = name, number = project.nextNumber, guid = newGuid(), color = color or 0 }
  project.nextNumber = project.nextNumber + 1
  table.insert(project.markers, marker)
  sort(project)
  return marker
end

local inUndo = 0
local function mustBeInUndo() assert(inUndo > 0 or stub.redo, "a marker is changed outside an undo block") end

local calls = {
  get_action_context = function() return true, stub.script, 0, 4711, -1, -1, -1, "" end,
  time_precise = function() return stub.time end,
  defer = function(task) assert(stub.deferred == nil, "deferred twice") stub.deferred = task end,
  atexit = function(task) stub.atexit = task end,
  genGuid = function() return newGuid() end,
  ColorToNative = function(red, green, blue) return red | green << 8 | blue << 16 end,
  ShowMessageBox = function(text) stub.boxes[#stub.boxes + 1] = text return 1 end,
  SetToggleCommandState = function(_, _, state) stub.toggle = state return true end,
  RefreshToolbar2 = function() end,
  Main_OnCommand = function(command) stub.commands[#stub.commands + 1] = command end,
  GetExtState = function(section, key) return stub.ext[section .. "/" .. key] or "" end,
  SetExtState = function(section, key, value, persist)
    assert(type(value) == "string" and not value:find("\n"), "one line only")
    assert(type(persist) == "boolean")
    stub.ext[section .. "/" .. key] = value
  end,
  EnumProjects = function(index)
    assert(index == -1)
    local project = stub.projects[stub.current]
    return project, project.file
  end,
  GetProjExtState = function(pointer, section, key)
    local value = projectOf(pointer).ext[section .. "/" .. key]
    return value and 1 or 0, value or ""
  end,
  SetProjExtState = function(pointer, section, key, value, ...)
    assert(select("#", ...) == 0 and type(value) == "string")
    projectOf(pointer).ext[section .. "/" .. key] = value ~= "" and value or nil
    return 1
  end,
  EnumProjectMarkers3 = function(pointer, index)
    local marker = projectOf(pointer).markers[index + 1]
    if not marker then return 0, false, 0, 0, "", 0, 0 end
    return index + 1, marker.isRange, marker.from, marker.isRange and marker.to or 0, marker.name, marker.number, marker.color
  end,
  GetSetProjectInfo_String = function(pointer, key, value, isSet)
    assert(value == "" and isSet == false)
    local index = tonumber(key:match("^MARKER_GUID:(%d+)$"))
    local marker = index and projectOf(pointer).markers[index + 1]
    if not marker or not stub.hasGuids then return false, "" end
    return true, marker.guid
  end,
  AddProjectMarker2 = function(pointer, isRange, from, to, name, wanted, color)
    mustBeInUndo()
    assert(wanted == -1 and color & 0x1000000 ~= 0)
    return stub.addMarker(projectOf(pointer), isRange, from, to, name, color).number
  end,
  SetProjectMarkerByIndex2 = function(pointer, index, isRange, from, to, number, name, color, flags)
    mustBeInUndo()
    local project = projectOf(pointer)
    local marker = project.markers[index + 1]
    if not marker then return false end
    assert(marker.isRange == isRange and marker.number == number and flags == 0)
    marker.from, marker.to, marker.name, marker.color = from, to, name, color
    sort(project)
    return true
  end,
  DeleteProjectMarkerByIndex = function(pointer, index)
    mustBeInUndo()
    return table.remove(projectOf(pointer).markers, index + 1) ~= nil
  end,
  DeleteProjectMarker = function(pointer, number, isRange)
    mustBeInUndo()
    local markers = projectOf(pointer).markers
    for index, marker in ipairs(markers) do
      if marker.number == number and marker.isRange == isRange then
        table.remove(markers, index)
        return true
      end
    end
    return false
  end,
  PreventUIRefresh = function(by) stub.refresh = stub.refresh + by end,
  Undo_CanRedo2 = function(pointer) projectOf(pointer) return stub.redo end,
  Undo_BeginBlock2 = function(pointer)
    projectOf(pointer)
    assert(not stub.redo, "a new step would take away what can be redone")
    inUndo = inUndo + 1
  end,
  Undo_EndBlock2 = function(pointer, text, flags)
    projectOf(pointer)
    assert(type(flags) == "number")
    inUndo = inUndo - 1
    stub.undo[#stub.undo + 1] = text
  end,
  UpdateTimeline = function() end,
  GetPlayStateEx = function(pointer) return projectOf(pointer).state end,
  GetPlayPositionEx = function(pointer) return projectOf(pointer).play end,
  GetCursorPositionEx = function(pointer) return projectOf(pointer).cursor end,
  SetEditCurPos2 = function(pointer, time, moveView, seekPlay)
    assert(moveView == true and seekPlay == true and time >= 0)
    projectOf(pointer).cursor = time
  end,
  GetSet_LoopTimeRange2 = function(pointer, isSet, isLoop)
    assert(isSet == false and isLoop == false)
    return table.unpack(projectOf(pointer).selection)
  end,
  GetUserInputs = function(title, count, captions, values)
    assert(count == 1 and captions:find("separator=\n", 1, true))
    stub.asked[#stub.asked + 1] = { title = title, value = values }
    if not stub.inputs then return false, "" end
    return true, stub.inputs
  end,
}

local function strict(name, known)
  return setmetatable({}, {
    __index = function(_, key) return known[key] or error(name .. "." .. tostring(key) .. " is not among the calls that are known", 2) end,
    __newindex = function() error("nothing may be added to " .. name, 2) end,
  })
end
reaper = strict("reaper", calls)

local drawn = {}
gfx = setmetatable({
  w = 0, h = 0, x = 0, y = 0, mouse_x = 0, mouse_y = 0, mouse_cap = 0, mouse_wheel = 0,
  init = function(_, width, height) gfx.w, gfx.h = width, height end,
  quit = function() stub.isClosed = true end,
  dock = function() return 0, 10, 20, gfx.w, gfx.h end,
  getchar = function() return table.remove(stub.keys, 1) or 0 end,
  setfont = function() return 1 end,
  set = function() end,
  rect = function() end,
  line = function() end,
  measurestr = function(text) return #text * 7, 15 end,
  drawstr = function(text) drawn[#drawn + 1] = text end,
  showmenu = function(text)
    stub.menuTexts[#stub.menuTexts + 1] = text
    return table.remove(stub.menus, 1) or 0
  end,
  update = function() stub.texts, drawn = drawn, {} end,
}, { __index = function(_, key) error("gfx." .. tostring(key) .. " is not among the calls that are known", 2) end })

local function never(name) return function() error(name .. " blocks REAPER", 2) end end
io.popen, os.execute, io.lines, io.read = never("io.popen"), never("os.execute"), never("io.lines"), never("io.read")

local realOpen = io.open
io.open = function(...)
  stub.opens = stub.opens + 1
  return realOpen(...)
end

return stub
