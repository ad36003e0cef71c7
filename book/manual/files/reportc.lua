-- A filter of pandoc: writes what LaTeX, typst and Word say in the Markdown that reportc reads.
local captioned = {} -- ids that Word gave to captions
local renamed = {} -- ids of figures of several pictures, which begin with `fig-` here

local function raw(text) return pandoc.RawInline('markdown', text) end

-- Word types "Figure 1 " before a caption, in a bookmark: the bookmark becomes the id, the number goes.
local function caption_of(block)
  local first = block.caption.long[1]
  if not first then return end
  local words, id = first.content, nil
  if words[1] and words[1].t == 'Span' and words[1].classes:includes('anchor') then
    id = words[1].identifier
    captioned[id] = true
    words:remove(1)
  end
  local rest = pandoc.utils.stringify(words):match('^%S+[ \u{a0}]+[%d.]+[.:]?[ \u{a0}]*(.*)$')
  while id and rest and words[1] and #pandoc.utils.stringify(words) > #rest do words:remove(1) end
  block.caption.long = { pandoc.Plain(words) }
  if id then block.identifier = id end
end

local function figure(block)
  caption_of(block)
  local only = block.content[1]
  if #block.content == 1 and only.t == 'CodeBlock' then
    only.attributes.caption = pandoc.utils.stringify(block.caption.long)
    only.identifier = block.identifier
    return only
  end
  local images = pandoc.List()
  block:walk { Image = function(image) images:insert(image) end }
  if #images > 1 then
    local parts = pandoc.List(block.content)
    parts:insert(pandoc.Para(pandoc.utils.blocks_to_inlines(block.caption.long)))
    local id = block.identifier
    if id ~= '' then renamed[id] = 'fig-' .. id:gsub('^fig[:-]', '') end
    return pandoc.Div(parts, { id = renamed[id] or '' })
  elseif #images == 0 then
    return block
  end
  images[1].title = ''
  images[1].attributes.height = nil
  block.attributes = {}
  block.content = { pandoc.Plain { images[1] } }
  return block
end

local boxes = pandoc.List { 'theorem', 'lemma', 'corollary', 'proposition', 'definition', 'remark', 'example' }

-- pandoc types a theorem's name and number, which reportc gives by itself.
local function box(div)
  local first = div.content[1]
  if not first or not first.content then return end
  local words = first.content
  if div.classes[1] == 'proof' and words[1].t == 'Emph' then
    words:remove(1)
    local last = div.content[#div.content].content
    if last[#last].t == 'Str' and last[#last].text:find('◻') then last:remove(#last) end
    return div
  end
  if not boxes:includes(div.classes[1] or '') or words[1].t ~= 'Strong' then return end
  words:remove(1)
  local head = ''
  while words[1] and not head:match('%.$') do head = head .. pandoc.utils.stringify(words:remove(1)) end
  div.attributes.title = head:match('%((.*)%)')
  while words[1] and words[1].t == 'Space' do words:remove(1) end
  if #words == 1 and words[1].t == 'Emph' then div.content[1] = pandoc.Para(words[1].content) end
  return div
end

local function div(block)
  if block.classes:includes('page-break') then return pandoc.RawBlock('markdown', '\\newpage') end
  local inner = block.content[1]
  if #block.content == 1 and inner.t == 'Table' and block.identifier ~= '' then
    inner.identifier = block.identifier
    return inner
  end
  if block.classes:includes('tcolorbox') then block.classes = { 'box' } end
  return box(block) or block
end

local kinds = { ref = '\\ref{%s}', eqref = '\\eqref{%s}', page = '\\pageref{%s}' }

local function link(place)
  local command, of = place.target:match('^tex:(%a+):?(.*)$')
  of = of and (renamed[of] or of)
  if command then return raw('\\' .. command .. (of ~= '' and '{' .. of .. '}' or '')) end
  local kind = place.attributes['reference-type']
  local id = place.target:match('^#(.*)$')
  id = renamed[id] or id
  if kinds[kind] then return raw(kinds[kind]:format(id)) end
  if id and not kind and pandoc.utils.stringify(place):match('^%d+$') then return raw('[](#' .. id .. '){.page}') end
  if kind or captioned[id] or place.classes:includes('ref') then return raw('[](#' .. id .. ')') end
end

local function span(words)
  local entry = words.attributes.entry
  if words.classes:includes('indexref') and entry then return raw('\\index{' .. entry:gsub(':', '!') .. '}') end
  if words.classes:includes('anchor') then return words.content end
  words.attributes.label = nil
  if words.attributes.style then return words.content end
  return words
end

-- What pandoc says of a picture of which nothing is said.
local function image(picture)
  if pandoc.utils.stringify(picture.caption) == 'image' then picture.caption = {} end
  if (picture.attributes.width or ''):find('\\', 1, true) then picture.attributes.width = nil end
  return picture
end

local function code(block)
  block.attributes.language, block.attributes.label = nil, nil
  return block
end

local function is_contents(block) return block.t == 'Header' and block.classes:includes('TOC-Heading') end

local function is_line_of_contents(block)
  local words = block.t == 'Para' and block.content or {}
  return #words == 1 and words[1].t == 'Link' and words[1].target:match('^#') ~= nil
end

local bearers = pandoc.List { 'Header', 'Figure', 'Table', 'CodeBlock' }

-- typst's label of a block: pandoc puts it into a paragraph of its own after it, or behind the formula.
local function labels(blocks)
  local made, of_contents = pandoc.List(), false
  for _, block in ipairs(blocks) do
    local before, words = made[#made], block.t == 'Para' and block.content or {}
    local last = words[#words]
    local bare = last and last.t == 'Span' and #last.content == 0 and last.identifier ~= ''
    -- Word's contents, which reportc makes anew.
    of_contents = is_contents(block) or of_contents and is_line_of_contents(block)
    if of_contents then
      -- left out
    elseif bare and #words == 1 and before and bearers:includes(before.t) then
      before.identifier = last.identifier
    else
      if bare and #words > 1 and words[1].t == 'Math' and words[1].mathtype == 'DisplayMath' then
        words[#words] = raw('{#' .. last.identifier .. '}')
      end
      made:insert(block)
    end
  end
  return made
end

return {
  { Blocks = labels, Image = image },
  { Figure = figure, Table = function(block) caption_of(block) return block end },
  { Div = div, Link = link, Span = span, CodeBlock = code },
}
