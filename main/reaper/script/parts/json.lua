-- JSON for Lua 5.3 and 5.4. `null` is `json.null`, so that a field that is there and empty isn't lost.
local json = { null = setmetatable({}, { __tostring = function() return "null" end }) }

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quote(text)
  return '"' .. text:gsub('[%c"\\\127]', function(character)
    return escapes[character] or string.format("\\u%04x", character:byte())
  end) .. '"'
end

-- A table with a first element, or marked by `json.list`, is a list; any other is an object.
local marked = setmetatable({}, { __mode = "k" })
function json.list(list)
  marked[list] = true
  return list
end

function json.encode(value)
  local kind = type(value)
  if value == json.null or kind == "nil" then return "null" end
  if kind == "boolean" then return tostring(value) end
  if kind == "string" then return quote(value) end
  if kind == "number" then
    if value ~= value or value == math.huge or value == -math.huge then return "null" end
    if math.type(value) == "integer" then return string.format("%d", value) end
    -- Some systems write a comma.
    return (string.format("%.6f", value):gsub(",", "."))
  end
  local parts = {}
  if marked[value] or value[1] ~= nil then
    for index, element in ipairs(value) do parts[index] = json.encode(element) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, element in pairs(value) do parts[#parts + 1] = quote(tostring(key)) .. ":" .. json.encode(element) end
  return "{" .. table.concat(parts, ",") .. "}"
end

local deepest = 20
local plain = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

local function fail(at, what) error("JSON at " .. at .. ": " .. what, 0) end

local function readUnicode(text, at)
  local code = tonumber(text:match("^%x%x%x%x", at) or fail(at, "no code"), 16)
  at = at + 4
  if code >= 0xD800 and code < 0xDC00 then
    local low = tonumber(text:match("^\\u(%x%x%x%x)", at) or "", 16)
    if low and low >= 0xDC00 and low < 0xE000 then
      return utf8.char(0x10000 + (code - 0xD800) * 1024 + low - 0xDC00), at + 6
    end
  end
  if code >= 0xD800 and code < 0xE000 then return "\239\191\189", at end
  return utf8.char(code), at
end

-- `at` is behind the opening quote.
local function readString(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\]', at) or fail(at, "a string has no end")
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:byte(stop) == 34 then return table.concat(parts), stop + 1 end
    local letter = text:sub(stop + 1, stop + 1)
    if letter == "u" then
      parts[#parts + 1], at = readUnicode(text, stop + 2)
    else
      parts[#parts + 1], at = plain[letter] or fail(stop, "an unknown escape"), stop + 2
    end
  end
end

local words = { { "true", true }, { "false", false }, { "null", json.null } }

local readValue

local function readMembers(text, at, depth, close, readOne)
  at = text:match("^%s*()", at)
  if text:sub(at, at) == close then return at + 1 end
  while true do
    at = text:match("^%s*()", readOne(at))
    local mark = text:sub(at, at)
    at = at + 1
    if mark == close then return at end
    if mark ~= "," then fail(at, "a comma is missing") end
    at = text:match("^%s*()", at)
  end
end

function readValue(text, at, depth)
  if depth > deepest then fail(at, "too deep") end
  at = text:match("^%s*()", at)
  local first = text:sub(at, at)
  if first == '"' then return readString(text, at + 1) end
  if first == "[" then
    local list = json.list({})
    local after = readMembers(text, at + 1, depth, "]", function(position)
      local value, behind = readValue(text, position, depth + 1)
      list[#list + 1] = value
      return behind
    end)
    return list, after
  end
  if first == "{" then
    local object = {}
    local after = readMembers(text, at + 1, depth, "}", function(position)
      if text:sub(position, position) ~= '"' then fail(position, "a name is missing") end
      local name, behind = readString(text, position + 1)
      local colon = text:match("^%s*:()", behind) or fail(behind, "a colon is missing")
      object[name], behind = readValue(text, colon, depth + 1)
      return behind
    end)
    return object, after
  end
  for _, word in ipairs(words) do
    if text:sub(at, at + #word[1] - 1) == word[1] then return word[2], at + #word[1] end
  end
  local digits = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at) or fail(at, "no value")
  local number = tonumber(digits)
  if not number then fail(at, "no number") end
  return number, at + #digits
end

-- The value, or nil and the reason.
function json.decode(text)
  local isRead, value, after = pcall(readValue, text, 1, 1)
  if not isRead then return nil, value end
  if text:find("%S", after) then return nil, "JSON has something behind its end" end
  return value
end

return json
