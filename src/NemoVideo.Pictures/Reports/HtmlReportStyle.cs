namespace NemoVideo.Pictures.Reports;

/// <summary>The constant CSS and icons of a report, in addition to the style of the timelines.</summary>
internal static class HtmlReportStyle
{
    /// <summary>The color of the bar of videos that a previous run created.</summary>
    public const string Variables = """

        :root{--done:#7dbfa5}
        @media(prefers-color-scheme:dark){:root{--done:#22735a}}

        """;

    /// <summary>The icon of each status, so that it isn't shown by color alone.</summary>
    public const string Icons = """
        <svg width="0" height="0" style="position:absolute" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6"
        stroke-linecap="round" stroke-linejoin="round">
        <symbol id="i-created" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.4"/><path d="M5.2 8.2l2 2 3.6-4"/></symbol>
        <symbol id="i-done" viewBox="0 0 16 16"><path d="M1.8 8.4l2.6 2.8 5-6M7.8 10.4l.8.8 5.6-6.4"/></symbol>
        <symbol id="i-failed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.4"/><path d="M8 4.6v4M8 11.2v.1"/></symbol>
        <symbol id="i-asked" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.4"/>
        <path d="M6.2 6.4a1.8 1.8 0 112.6 1.6q-.8.5-.8 1.3M8 11.4v.1"/></symbol>
        <symbol id="i-used" viewBox="0 0 16 16"><rect x="3" y="7" width="10" height="6.6" rx="1.5"/>
        <path d="M5.2 7V5a2.8 2.8 0 015.6 0v2"/></symbol>
        <symbol id="i-waiting" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.4" stroke-dasharray="2.6 2.43"/></symbol>
        </svg>
        """;

    public const string Text = """

        main{max-width:1120px;padding:56px 32px 96px}
        h1{font-size:36px;line-height:44px;font-weight:680;letter-spacing:-.015em;margin:4px 0 24px}
        h2{font-size:20px;line-height:28px;font-weight:650;margin:0 0 4px}
        h3{font-size:15px;line-height:22px;font-weight:620;margin:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        section{margin-top:64px}
        a{color:inherit;text-decoration-color:var(--grid);text-underline-offset:3px}
        a:hover{text-decoration-color:currentColor}
        :focus-visible{outline:2px solid var(--video-edge);outline-offset:3px;border-radius:4px}
        [hidden]{display:none!important}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .icon{flex:none;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
        .eyebrow{margin:0;color:var(--muted)}
        .created,.done{color:var(--added)}
        .failed{color:var(--removed)}
        .used,.asked{color:var(--changed)}
        .waiting{color:var(--muted)}
        .stack{display:flex;gap:3px;height:10px}
        .stack span{min-width:6px;border-radius:3px;background:currentColor}
        .stack .done{color:var(--done)}
        .stack .waiting{background:repeating-linear-gradient(135deg,var(--grid) 0 4px,transparent 4px 7px);
        box-shadow:inset 0 0 0 1px var(--grid)}
        .counts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:14px 0 0;padding:0;list-style:none}
        .counts li{display:flex;align-items:center;gap:7px}
        .counts b{color:var(--ink);font-weight:650}
        .totals{display:flex;flex-wrap:wrap;gap:24px 64px;margin:40px 0 0}
        .totals dt{color:var(--muted)}
        .totals dd{margin:2px 0 0;font-size:26px;line-height:32px;font-weight:560;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
        .number{font-variant-numeric:tabular-nums}

        summary:hover h3{text-decoration:underline;text-decoration-color:var(--other-edge);text-underline-offset:3px}
        .columns,.numbers{display:grid;grid-template-columns:64px 84px 84px;flex:none;text-align:right}
        .columns{justify-content:end;padding:4px 40px 8px 0;color:var(--muted);font-size:12px;border-bottom:1px solid var(--grid)}
        .jobs{margin:0;padding:0;list-style:none}
        .job{border-bottom:1px solid var(--grid);scroll-margin-top:80px}
        summary{display:flex;align-items:center;gap:20px;padding:16px 40px 16px 0;position:relative;cursor:pointer;list-style:none}
        summary::-webkit-details-marker{display:none}
        summary::after{content:"";position:absolute;right:8px;top:50%;width:8px;height:8px;margin-top:-7px;border:solid var(--muted);
        border-width:0 1.5px 1.5px 0;transform:rotate(45deg)}
        [open]>summary::after{margin-top:-2px;transform:rotate(225deg)}
        .poster{flex:none;width:144px;height:81px;border-radius:8px;background:var(--lane);object-fit:contain}
        .poster .blank{fill:none;stroke:var(--other-edge);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
        .poster .alert{stroke-width:4}
        svg.poster{opacity:.9}
        .what{flex:1;min-width:0}
        .gist{display:flex;align-items:flex-start;margin-top:2px;color:var(--muted)}
        .gist>span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;overflow-wrap:anywhere}
        .status{display:inline-flex;align-items:center;gap:6px;margin-right:10px;font-weight:600;white-space:nowrap;vertical-align:bottom}
        .failed+span{color:var(--ink)}
        [open] .failed+span,[open] .asked+span,[open] .waiting+span{display:none}
        .strip{display:grid;grid-template-columns:auto minmax(0,1fr);gap:6px 10px;align-items:center;max-width:440px;color:var(--muted)}
        .strip small{font-size:11px;line-height:12px}
        .strip:not(:empty){margin-top:8px}
        [open] .strip{display:none}
        .bar{display:block;position:relative;height:5px;margin:2px 0;border-radius:2px;background:var(--lane)}
        .bar i{position:absolute;top:0;bottom:0;min-width:2px;border-radius:2px;background:var(--edge);box-shadow:inset -1px 0 var(--page)}
        .none{color:var(--muted)}
        .body{padding:4px 0 32px 164px}
        .facts-list{margin:0;display:grid;gap:10px}
        .facts-list>div{display:grid;grid-template-columns:104px minmax(0,1fr);gap:16px}
        .facts-list dt{color:var(--muted)}
        .facts-list dd{margin:0;max-width:76ch;overflow-wrap:anywhere;white-space:pre-line}
        .facts-list ul,.facts-list ol{margin:0;padding:0 0 0 18px;white-space:normal}
        .facts-list ul{list-style:disc}
        .facts-list .error{color:var(--removed);font-weight:600}
        .facts-list .next{font-weight:600}
        .facts-list .agent{padding-left:14px;border-left:3px solid var(--grid)}
        .facts-list .path{max-width:none;color:var(--muted)}
        .facts-list .note{color:var(--muted)}
        [aria-labelledby=skipped] ul{margin:8px 0 0;padding:0 0 0 18px;color:var(--muted);overflow-wrap:anywhere}
        .body .timeline{margin-top:28px}
        .timeline h4{font-size:14px;margin:20px 0 4px}
        .body .legend{margin:16px 0 0}

        @media(max-width:900px){.body{padding-left:0}}
        @media(max-width:640px){
        main{padding:32px 20px 64px}
        h1{font-size:28px;line-height:36px}
        section{margin-top:48px}
        .totals{gap:20px 32px}
        .totals dd{font-size:22px;line-height:28px}
        .columns{display:none}
        .jobs{border-top:1px solid var(--grid)}
        summary{display:grid;grid-template-columns:96px minmax(0,1fr);gap:4px 14px;padding-right:28px}
        summary::after{right:4px}
        .poster{width:96px;height:54px;grid-row:1/3}
        h3{white-space:normal;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
        .gist{flex-wrap:wrap}
        .numbers{display:flex;flex-wrap:wrap;column-gap:14px;color:var(--muted);font-size:13px}
        .numbers .hidden{position:static;clip-path:none}
        .numbers .none{display:none}
        .facts-list>div{grid-template-columns:minmax(0,1fr);gap:2px}
        }
        @media print{summary::after{display:none}.job{break-inside:avoid}.stack span{print-color-adjust:exact}}
        """;
}
