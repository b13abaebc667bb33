local _, path = reaper.get_action_context()
dofile((path:match("^(.*)[/\\]") or ".") .. "/parts/action.lua")("next")
