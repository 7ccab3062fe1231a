namespace NemoVideo.Language;

/// <summary>The parts that a word can play in an instruction to a screen.</summary>
[Flags]
internal enum GuiRoles
{
    /// <summary>A word of anything else.</summary>
    None = 0,
    /// <summary>May stand before the verb of an instruction: please, you, can, now; 请, 您.</summary>
    Lead = 1 << 0,
    /// <summary>Clicking: click, tap; 点击.</summary>
    Click = 1 << 1,
    /// <summary>What is done on a screen, but also elsewhere: press, choose, use; 选择.</summary>
    Choose = 1 << 2,
    /// <summary>Opening or going to a part of the screen: open, go; 打开.</summary>
    Open = 1 << 3,
    /// <summary>Dragging: drag; 拖拽.</summary>
    Drag = 1 << 4,
    /// <summary>Dropping, on a part of the screen.</summary>
    Drop = 1 << 5,
    /// <summary>Looking: preview, see, check; 预览.</summary>
    Look = 1 << 6,
    /// <summary>Exporting, as an instruction: export; 导出.</summary>
    Export = 1 << 7,
    /// <summary>Names the export as the target of a click: export, download; 下载.</summary>
    ExportTarget = 1 << 8,
    /// <summary>A part of a screen: button, panel; 按钮.</summary>
    Screen = 1 << 9,
    /// <summary>A place on a screen: top, corner; 右上角.</summary>
    Place = 1 << 10,
    /// <summary>The timeline; 时间线.</summary>
    TimelineName = 1 << 11,
    /// <summary>The account: account, billing; 账户.</summary>
    Account = 1 << 12,
    /// <summary>Begins the object of a verb: the, your, it, on.</summary>
    ObjectStart = 1 << 13,
    /// <summary>Makes a noun of the verb before it: click sound, export complete; 导出完成.</summary>
    NounMaker = 1 << 14,
    /// <summary>Words of the content follow: says, titled; 写着.</summary>
    Says = 1 << 15,
    /// <summary>Is about the content: footage, frame, blurred.</summary>
    Content = 1 << 16,
    /// <summary>Begins a clause of the same rank: and, then; 然后.</summary>
    Connective = 1 << 17,
    /// <summary>Begins a clause that hangs on another: when, if, to, by; 如果.</summary>
    Subordinator = 1 << 18,
    /// <summary>Begins such a clause in the middle of another: when, by, using.</summary>
    TailOpener = 1 << 19,
    /// <summary>In Chinese, an object or a place comes before the verb: 把, 在.</summary>
    Inverts = 1 << 20,
    /// <summary>Begins a statement: I, your, the; 视频.</summary>
    Subject = 1 << 21,
    /// <summary>Makes a statement of what stands before: is, has, will; 已, 将.</summary>
    Finite = 1 << 22,
    /// <summary>Announces instructions before a colon: next, steps, tip; 提示.</summary>
    Announces = 1 << 23,
    /// <summary>Ends the target of a click; what follows is its purpose: to, when; 即可.</summary>
    EndsTarget = 1 << 24,
    /// <summary>Speaks to the user: you, please; 请, 您.</summary>
    Addressee = 1 << 25,
}
