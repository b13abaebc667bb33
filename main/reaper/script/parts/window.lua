-- The list of points. It is drawn only when something has changed.
local json, link, session = ...

local window = {}
window.__index = window

local rowHeight, headHeight, footHeight = 40, 34, 30
local extSection = "BandMate"

local colours = {
  back = { 0.11, 0.11, 0.12 }, chosen = { 0.18, 0.22, 0.32 }, line = { 0.2, 0.2, 0.21 },
  text = { 0.92, 0.91, 0.89 }, dim = { 0.66, 0.65, 0.63 }, blue = { 0.48, 0.64, 1 }, warn = { 1, 0.72, 0.35 },
}

local keys = { up = 30064, down = 1685026670, enter = 13, escape = 27, space = 32 }

local function saved(key, fallback) return tonumber(reaper.GetExtState(extSection, key)) or fallback end

function window.new(current)
  gfx.init("BandMate", saved("width", 380), saved("height", 460), saved("dock", 0), saved("x", 100), saved("y", 100))
  gfx.setfont(1, "Arial", 15)
  gfx.setfont(2, "Arial", 12)
  return setmetatable({ session = current, scroll = 0, cap = 0, buttons = {} }, window)
end

local function set(colour) gfx.set(colour[1], colour[2], colour[3], 1) end

local function write(text, x, y, right, colour, font)
  gfx.setfont(font or 1)
  set(colour)
  gfx.x, gfx.y = x, y
  gfx.drawstr(text, 0, right, y + 20)
end

local function statusOf(current, now)
  if #link.unsent > 0 and not link:isHeard(now) then
    return #link.unsent .. " kept until BandMate runs", colours.warn
  end
  if not link.isOpen then return "BandMate isn’t running", colours.warn end
  if current.failure then return current.failure, colours.warn end
  if not link:isHeard(now) then return "BandMate doesn’t answer", colours.warn end
  if not current.song then return "Choose a song", colours.dim end
  if not current.hasPoints then return "Loading…", colours.dim end
  local count = #current:shown()
  return count == 1 and "1 open point" or count .. " open points", colours.dim
end

function window:drawRow(point, y)
  local current = self.session
  if point.id == current.selected then
    set(colours.chosen)
    gfx.rect(0, y, gfx.w, rowHeight, 1)
  end
  local isRange = point.endSeconds ~= nil and point.endSeconds ~= json.null
  local time = session.clock(point.seconds) .. (isRange and "–" .. session.clock(point.endSeconds) or "")
  if point.place == "gone" then time = "gone" end
  write(time, 10, y + 4, 86, colours.blue)
  local by = point.author .. (point.isPending and " · sending" or "")
  if point.madeOn and point.madeOn ~= json.null then by = by .. " · on " .. point.madeOn end
  write(by, 92, y + 3, gfx.w - 8, colours.dim, 2)
  write((point.text:gsub("%s+", " ")), 92, y + 19, gfx.w - 8, colours.text)
  set(colours.line)
  gfx.line(0, y + rowHeight - 1, gfx.w, y + rowHeight - 1)
end

function window:draw(now)
  local current = self.session
  self.rows = current:shown()
  set(colours.back)
  gfx.rect(0, 0, gfx.w, gfx.h, 1)
  local height = gfx.h - headHeight - footHeight
  self.scroll = math.max(0, math.min(self.scroll, #self.rows * rowHeight - height))
  for index, point in ipairs(self.rows) do
    local y = headHeight + (index - 1) * rowHeight - self.scroll
    if y > headHeight - rowHeight and y < gfx.h - footHeight then self:drawRow(point, y) end
  end
  set(colours.back)
  gfx.rect(0, 0, gfx.w, headHeight, 1)
  gfx.rect(0, gfx.h - footHeight, gfx.w, footHeight, 1)
  local name = current.song and current.name or current.current and "In BandMate: " .. current.current.name or "No song"
  write(name, 10, 2, gfx.w - 90, colours.text)
  local status, colour = statusOf(current, now)
  write(current.message or status, 10, 18, gfx.w - 8, current.message and colours.text or colour, 2)
  self:drawButtons()
end

function window:drawButtons()
  self.buttons = {}
  local x = 8
  for _, one in ipairs({ { "‹", "previous" }, { "›", "next" }, { "Comment", "comment" }, { "Resolve", "resolve" }, { "More…", "menu" } }) do
    gfx.setfont(1)
    local width = gfx.measurestr(one[1]) + 16
    set(colours.line)
    gfx.rect(x, gfx.h - footHeight + 4, width, footHeight - 8, 1)
    write(one[1], x + 8, gfx.h - footHeight + 7, x + width, colours.text)
    self.buttons[#self.buttons + 1] = { from = x, to = x + width, what = one[2] }
    x = x + width + 6
  end
end

function window:act(what, now)
  local current = self.session
  if what == "next" then current:jumpBy(1, now)
  elseif what == "previous" then current:jumpBy(-1, now)
  elseif what == "comment" then current:comment(now, false)
  elseif what == "range" then current:comment(now, true)
  elseif what == "resolve" then current:resolve(now)
  elseif what == "reopen" then current:reopen(now)
  elseif what == "menu" then self:menu(now)
  end
end

-- Names may hold what a menu takes for marks.
local function label(text)
  text = text:gsub("[|&]", "/"):gsub("^[#!<>]+", "")
  return text == "" and "-" or text
end

function window:menu(now)
  local current = self.session
  local isChosen = current.song ~= nil
  local entries = {
    { current.current and not isChosen and "Use “" .. label(current.current.name) .. "” for this project", "use" },
    { "Choose song…", "choose" },
    { isChosen and "The song starts at the cursor", "start" },
    { isChosen and "Comment on the time selection (Shift+C)", "range" },
    { isChosen and "Show in BandMate (B)", "show" },
    { isChosen and "Place all markers again", "again" },
    { isChosen and "Leave the song and remove its markers", "leave" },
  }
  local texts, actions = {}, {}
  for _, one in ipairs(entries) do
    if one[1] then texts[#texts + 1], actions[#actions + 1] = one[1], one[2] end
  end
  gfx.x, gfx.y = gfx.mouse_x, gfx.mouse_y
  local what = actions[gfx.showmenu(table.concat(texts, "|"))]
  if what == "use" then current:choose(current.current)
  elseif what == "choose" then self:chooseProject(now)
  elseif what == "start" then current:setStart(reaper.GetCursorPositionEx(current.project), now)
  elseif what == "show" then current:showInApp(now)
  elseif what == "again" then current:placeAgain()
  elseif what == "leave" then current:choose(nil)
  elseif what then self:act(what, now)
  end
end

-- A menu of the answer’s things once it has come; the chosen one is passed on.
function window:choose(request, field, onChosen, now)
  if not link.isOpen then return self.session:say("BandMate isn’t running.", now) end
  link:ask(request, function(answer)
    if not answer.ok then return self.session:say(answer.message, now) end
    local things, texts = answer.data[field], {}
    for index, one in ipairs(things) do texts[index] = label(one.name) end
    if #things == 0 then return self.session:say("There is nothing to choose from.", now) end
    gfx.x, gfx.y = 8, headHeight
    local chosen = things[gfx.showmenu(table.concat(texts, "|"))]
    if chosen then onChosen(chosen) end
  end)
end

function window:chooseProject(now)
  self:choose({ ["do"] = "projects" }, "projects", function(project)
    self:choose({ ["do"] = "songs", project = project.id }, "songs", function(song) self.session:choose(song) end, now)
  end, now)
end

function window:moveSelection(by)
  local rows, current = self.rows or {}, self.session
  if #rows == 0 then return end
  local at = by > 0 and 0 or #rows + 1
  for index, point in ipairs(rows) do
    if point.id == current.selected then at = index end
  end
  at = math.max(1, math.min(#rows, at + by))
  current.selected = rows[at].id
  current.version = current.version + 1
  local top, height = (at - 1) * rowHeight, gfx.h - headHeight - footHeight
  self.scroll = math.max(top + rowHeight - height, math.min(self.scroll, top))
end

function window:press(key, now)
  local current = self.session
  if key == keys.down then return self:moveSelection(1) end
  if key == keys.up then return self:moveSelection(-1) end
  if key == keys.space then return reaper.Main_OnCommand(40044, 0) end
  if key == keys.enter then
    local point = current:target()
    return point and current:jump(point)
  end
  local letter = key > 0 and key < 128 and string.char(key) or ""
  local what = ({ n = "next", p = "previous", c = "comment", C = "range", r = "resolve", u = "reopen", m = "menu" })[letter]
  if letter == "b" then return current:showInApp(now) end
  if what then self:act(what, now) end
end

function window:click(now)
  local x, y = gfx.mouse_x, gfx.mouse_y
  if y >= gfx.h - footHeight then
    for _, button in ipairs(self.buttons) do
      if x >= button.from and x <= button.to then return self:act(button.what, now) end
    end
  elseif y < headHeight then
    self:menu(now)
  else
    local point = (self.rows or {})[(y - headHeight + self.scroll) // rowHeight + 1]
    if point then self.session:jump(point) end
  end
end

-- Whether the window is still open.
function window:step(now)
  local key = gfx.getchar()
  if key == -1 or key == keys.escape then return false end
  if key ~= 0 then self:press(key, now) end
  if gfx.mouse_wheel ~= 0 then
    self.scroll, gfx.mouse_wheel = self.scroll - gfx.mouse_wheel / 4, 0
    self.session.version = self.session.version + 1
  end
  local cap = gfx.mouse_cap
  local isPressed = cap & 1 == 1 and self.cap & 1 == 0
  self.cap = cap
  if isPressed then self:click(now) end
  local status = statusOf(self.session, now)
  local look = table.concat({ self.session.version, gfx.w, gfx.h, self.scroll, status }, " ")
  if look ~= self.look then
    self.look = look
    self:draw(now)
    gfx.update()
  end
  return true
end

function window.close()
  local dock, x, y, width, height = gfx.dock(-1, 0, 0, 0, 0)
  for key, value in pairs({ dock = dock, x = x, y = y, width = width, height = height }) do
    reaper.SetExtState(extSection, key, tostring(math.floor(value or 0)), true)
  end
  gfx.quit()
end

return window
