namespace NemoVideo.Pictures.Timelines;

/// <summary>The constant CSS and script of HTML pages.</summary>
internal static class HtmlStyle
{
    /// <summary>The CSS of all pages.</summary>
    public const string Page = """

        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 FONTS}
        main{max-width:1280px;margin:0 auto;padding:32px}
        .number{text-align:right;white-space:nowrap}
        @media(max-width:640px){main{padding:16px}}

        """;

    /// <summary>The CSS of timelines, which are in an element of the class <c>timeline</c>.</summary>
    public const string Timeline = """

        .timeline h1{font-size:24px;line-height:32px;font-weight:650;margin:0;overflow-wrap:anywhere}
        .timeline h2,.timeline h4{display:flex;justify-content:space-between;align-items:baseline;gap:16px;font-size:16px;
        font-weight:650;margin:24px 0 8px}
        .timeline small,.facts{color:var(--muted);font-weight:400}
        .timeline small{font-size:12px}
        .facts{margin:0 0 24px;overflow-wrap:anywhere}
        .chart{--label:136px;display:grid;gap:8px}
        .ruler{position:relative;height:24px;margin-left:var(--label);font-size:12px;color:var(--muted);
        border-bottom:1px solid var(--grid)}
        .ruler span{position:absolute;bottom:0;padding-left:4px;border-left:1px solid var(--grid);line-height:20px;white-space:nowrap}
        .ruler span.last{transform:translateX(-100%);padding:0 4px 0 0;border-left:0;border-right:1px solid var(--grid)}
        .lane{display:grid;grid-template-columns:var(--label) minmax(0,1fr);align-items:center}
        .label{display:flex;flex-wrap:wrap;column-gap:8px;padding-right:16px;line-height:20px}
        .label b{width:100%;font-weight:600}
        .label .mark{width:100%;font-weight:600}
        .label .added{color:var(--added)}
        .label .removed{color:var(--removed)}
        .label .changed{color:var(--changed)}
        .track{position:relative;height:calc(var(--rows)*56px);margin:0;padding:0;list-style:none;background:var(--lane);border-radius:8px}
        .block{position:absolute;top:calc(var(--row)*56px + 4px);height:48px;min-width:4px;padding-right:2px;outline:none}
        .block .text{display:block;height:48px;overflow:hidden;padding:4px 8px 4px 12px;border-radius:8px;background:var(--fill);
        color:var(--on);border-left:4px solid var(--edge);line-height:20px}
        .block .text b,.block .text small{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:inherit}
        .block .text b{font-weight:600}
        .block.new .text{box-shadow:inset 0 0 0 1.5px var(--edge)}
        .block:hover .text{filter:brightness(1.04) saturate(1.1)}
        .block:focus-visible .text{outline:2px solid var(--ink);outline-offset:2px}
        .tip{display:none;position:absolute;z-index:1;left:0;top:calc(100% + 8px);width:max-content;max-width:min(320px,80vw);
        padding:8px 16px;border-radius:8px;background:var(--ink);color:var(--page);box-shadow:0 8px 24px rgba(0,0,0,.24);
        pointer-events:none;overflow-wrap:anywhere}
        .right .tip{left:auto;right:0}
        .block:hover .tip,.block:focus .tip{display:block}
        .tip b,.tip span{display:block}
        .video{--fill:var(--video-fill);--on:var(--video-ink);--edge:var(--video-edge)}
        .audio{--fill:var(--audio-fill);--on:var(--audio-ink);--edge:var(--audio-edge)}
        .lane.text,.bar.text,.legend .text{--fill:var(--text-fill);--on:var(--text-ink);--edge:var(--text-edge)}
        .other{--fill:var(--other-fill);--on:var(--other-ink);--edge:var(--other-edge)}
        .same{--fill:var(--other-fill);--on:var(--muted);--edge:var(--other-edge)}
        .legend{display:flex;flex-wrap:wrap;gap:8px 24px;margin:24px 0;padding:0;list-style:none;font-size:12px;color:var(--muted)}
        .legend li::before{content:"";display:inline-block;width:16px;height:12px;margin-right:8px;border-radius:3px;vertical-align:-1px;
        background:var(--fill);box-shadow:inset 4px 0 var(--edge)}
        .legend .note::before{background:none;box-shadow:inset 0 0 0 1.5px var(--ink)}
        @media(max-width:640px){.chart{--label:0px}.lane{grid-template-columns:minmax(0,1fr);gap:4px}.label b,.label .mark{width:auto}
        .ruler span:nth-child(even){display:none}}
        @media print{.tip{display:none!important}.block .text{print-color-adjust:exact}}

        """;

    /// <summary>One block of each lane is in the tab order. The arrow keys, Home and End move the focus; Escape ends it.</summary>
    public const string Script = """
        for(const track of document.querySelectorAll('.track')){
        const blocks=[...track.querySelectorAll('.block')];
        const focusable=block=>blocks.forEach(one=>one.tabIndex=one===block?0:-1);
        focusable(blocks[0]);
        track.addEventListener('keydown',event=>{
        const at=blocks.indexOf(document.activeElement);
        if(event.key==='Escape'){document.activeElement.blur();return}
        const to={ArrowRight:at+1,ArrowLeft:at-1,Home:0,End:blocks.length-1}[event.key];
        if(at===-1||!blocks[to])return;
        event.preventDefault();focusable(blocks[to]);blocks[to].focus()})}
        """;
}
