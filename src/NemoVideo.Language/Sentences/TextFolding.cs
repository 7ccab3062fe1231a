namespace NemoVideo.Language.Sentences;

/// <summary>
/// Normalizes text: lowercase letters, half-width instead of full-width characters, straight instead of curly apostrophes,
/// simplified instead of common traditional Chinese characters. It replaces each character with exactly one other, so positions in the
/// folded text are also positions in the original.
/// </summary>
internal static class TextFolding
{
    /// <summary>A class of patterns for a Chinese character. See <see cref="IsHan"/>.</summary>
    public const string Han = @"[\u3400-\u9FFF\uF900-\uFAFF]";

    /// <summary>A class of patterns for a letter or digit. See <see cref="IsWordCharacter"/>.</summary>
    public const string Letter = @"[\p{L}\p{Nd}-" + Han + "]";

    private const int FullWidthOffset = '！' - '!';

    // A traditional character and its simplified one, in turn.
    private const string Pairs =
        "導导匯汇輸输檔档視视頻频傳传載载點点數数狀状態态進进時时間间線线軌轨幾几個个還还這这請请嗎吗麼么為为開开關关刪删畫画聲声樂乐與与過过動动換换轉转場场標标題题長长後后來来對对話话說说給给讓让會会沒没從从"
        + "裡里裏里現现內内邊边錄录製制雲云單单雙双變变調调顏颜藍蓝綠绿黃黄紅红燈灯極极簡简體体應应該该幫帮選选項项專专業业師师學学習习課课讀读寫写費费額额帳账賬账號号碼码錢钱夠够詢询問问終终結结斷断續续連连網网"
        + "頁页鏈链鍵键擊击擴扩縮缩圖图層层級级區区塊块預预覽览檢检齊齐確确認认試试錯错誤误發发佈布啟启閉闭儲储備备註注冊册總总計计餘余舊旧櫃柜隻只張张條条頭头臉脸貓猫飛飞機机車车門门風风馬马鳥鸟魚鱼龍龙國国語语"
        + "種种類类講讲論论記记憶忆憑凭據据壓压質质優优勢势歡欢紹绍廣广東东親亲愛爱歲岁慶庆節节賽赛響响靜静氣气溫温熱热濾滤鏡镜蓋盖補补貼贴紙纸穩稳實实際际樣样準准處处讚赞買买賣卖價价務务員员達达遠远運运適适邏逻"
        + "輯辑編编緝辑剛刚別别剝剥嚴严壞坏塗涂媽妈婦妇嬰婴孫孙寶宝審审屬属嶺岭幣币幹干廠厂彈弹復复徵征慣惯憂忧懷怀戰战戲戏擇择擋挡擠挤攝摄敵敌暫暂曉晓曆历權权檯台歸归殘残殼壳滅灭滾滚漢汉潔洁濃浓濕湿灣湾烏乌無无"
        + "煙烟煩烦爐炉爺爷狹狭獎奖獨独獲获";

    private static readonly Dictionary<char, char> Simplified =
        Enumerable.Range(0, Pairs.Length / 2).ToDictionary(static i => Pairs[2 * i], static i => Pairs[(2 * i) + 1]);

    public static string Fold(string text) => new([.. text.Select(Fold)]);

    /// <summary>Whether the character is a letter or digit of a script that separates words with spaces.</summary>
    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) && !IsHan(character);

    /// <summary>Whether the character is Chinese. Chinese text has no spaces, so words are found with a vocabulary.</summary>
    public static bool IsHan(char character) => character is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static char Fold(char character) => character switch
    {
        '\u2019' or '\u02BC' => '\'',
        '\u3000' or '\u00A0' => ' ',
        >= '！' and <= '～' => char.ToLowerInvariant((char)(character - FullWidthOffset)),
        _ => Simplified.TryGetValue(character, out var simplified) ? simplified : char.ToLowerInvariant(character),
    };
}
