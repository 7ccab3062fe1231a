using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>The roles of a word in a GUI instruction.</summary>
[Flags]
internal enum GuiRoles
{
    None = 0, // No role.
    Lead = 1 << 0, // Can precede the verb of an instruction: please, you, can, now; 请, 您.
    Click = 1 << 1, // A verb for clicking: click, tap; 点击.
    Choose = 1 << 2, // A verb for GUI actions that also has other meanings: press, choose, use; 选择.
    Open = 1 << 3, // A verb for opening a part of the GUI: open, go; 打开.
    Drag = 1 << 4, // A verb for dragging: drag; 拖拽.
    Drop = 1 << 5, // A verb for dropping something on a part of the GUI: drop.
    View = 1 << 6, // A verb for viewing: preview, see, check; 预览.
    Export = 1 << 7, // A verb for exporting: export; 导出.
    ExportTarget = 1 << 8, // Names the export as the target of a click: export, download; 下载.
    Screen = 1 << 9, // A part of the GUI: button, panel; 按钮.
    Place = 1 << 10, // A location in the GUI: top, corner; 右上角.
    TimelineName = 1 << 11, // The timeline; 时间线.
    Account = 1 << 12, // The account: account, billing; 账户.
    ObjectStart = 1 << 13, // Begins the object of a verb: the, your, it, on.
    CompoundNoun = 1 << 14, // Shows that the word before it isn't an instruction: click sound, export complete; 导出完成.
    Says = 1 << 15, // Introduces a quotation of content: says, titled; 写着.
    Content = 1 << 16, // Describes content: footage, frame, blurred.
    Connective = 1 << 17, // Begins a main clause: and, then; 然后.
    Subordinator = 1 << 18, // Begins a subordinate clause: when, if, to, by; 如果.
    TailOpener = 1 << 19, // Begins a subordinate clause without a punctuation mark: when, by, using.
    Inverts = 1 << 20, // In Chinese, puts an object or a place before the verb: 把, 在.
    Subject = 1 << 21, // Begins a statement: I, your, the; 视频.
    Finite = 1 << 22, // The verb of a statement: is, has, will; 已, 将.
    Announces = 1 << 23, // Announces instructions before a colon: next, steps, tip; 提示.
    EndsTarget = 1 << 24, // Follows the target of a click and begins its purpose: to, when; 即可.
    Addressee = 1 << 25, // Addresses the user: you, please; 请, 您.
}

/// <summary>The English and Chinese words of GUI instructions.</summary>
internal static class GuiVocabulary
{
    private static readonly (GuiRoles Roles, string Words)[] Lists =
    [
        (Lead, """
            please simply just now then next first finally also you you'll you'd can could may might should must will need to have
            want let's feel free try go ahead and don't forget remember directly alternatively otherwise again later afterwards
            步骤 请 您 你 可以 可 现在 然后 接着 再 先 最后 直接 只需 只要 需要 也 还 就 即可 随后 或者
            """),
        (Addressee, "you you'll please 请 您 你"),
        (Click, "click clicking double-click right-click tap tapping hover scroll swipe 点击 点按 点一下 点选 单击 双击 右键 轻点 按下 按一下"),
        (Choose, "press pressing hit push select selecting choose pick toggle use find set 选择 选中 勾选 使用"),
        (Open, "open opening reopen expand go navigate switch head visit 打开 展开 进入 前往 切换到"),
        (Drag, "drag dragging drag-and-drop 拖 拖拽 拖动 拖放 拖到 拖入 拖至"),
        (Drop, "drop"),
        (View, "preview see view watch check review look find visit manage go 预览 查看 检查 看 看看 管理"),
        (Export, "export 导出 導出"),
        (ExportTarget, "export download 导出 導出 下载 下載"),
        (Screen, """
            button buttons icon icons menu menus panel panels tab tabs toolbar sidebar dropdown drop-down checkbox slider dialog
            window page editor interface settings library inspector options 按钮 面板 菜单 选项 选项卡 标签页 图标 工具栏 侧边栏 侧栏 窗口
            对话框 页面 界面 编辑器 设置 素材库 媒体库 项目
            """),
        (Place, "top bottom corner right left toolbar above below side screen interface page panel sidebar 右上角 左上角 右下角 左侧 右侧 上方 下方"),
        (TimelineName, "timeline 时间线 時間線 时间轴 時間軸"),
        (Account, "account billing 账户 帳戶 账号 账单 帳單"),
        (ObjectStart, """
            the a an this that your it its them any each one on here there below above in as now when over up down more clips files
            """),
        (CompoundNoun, """
            sound sounds track tracks noise noises rate dance race complete completed finished done failed settings of
            点击率 点击量 完成 成功 失败 的 中 已
            """),
        (Says, "says say saying said reads reading titled captioned named called labelled labeled 写着 写有 内容为 显示为 改为 改成"),
        (Content, "footage recording frame scene blurred highlighted hidden shown video's clip's"),
        (Connective, "and then so or but 并 然后 再 并且 或者"),
        (Subordinator, "if when once after before to for whenever until by using via through from because since 如果 若 当 要"),
        (TailOpener, "when once if after before by using via through from"),
        (Inverts, "把 将 將 在 从 通过"),
        (Subject, "i i've i'll we it this that these your the a my there it's that's everything all both no 视频 标题 音乐 片段 画面 效果 已"),
        (Finite, "is are was were will has have had can i've i'll it's that's shows starts plays ends fades lasts 已 将 了 是 有 为"),
        (Announces, "next step steps tip tips note hint to how your the video 提示 注意 下一步 步骤"),
        (EndsTarget, "to when if once for before after so 即可 以 来 后"),
    ];

    /// <summary>Each word with the roles of all lists that contain it.</summary>
    private static readonly Dictionary<string, GuiRoles> Words = Lists
        .SelectMany(
            static list => list.Words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
            static (list, word) => (Word: word, list.Roles))
        .GroupBy(static one => one.Word, static one => one.Roles, StringComparer.Ordinal)
        .ToDictionary(static word => word.Key, static word => word.Aggregate(static (one, other) => one | other), StringComparer.Ordinal);

    public static bool Contains(string word) => Words.ContainsKey(word);

    public static GuiRoles RolesOf(string word) => Words.TryGetValue(word, out var roles) ? roles : None;
}
