namespace NemoVideo.Language.Intents;

/// <summary>
/// Splits a sentence into tokens, in one pass. Placeholders replace paths, URLs, quotations, numbers and IDs, because their content
/// must not decide about the intent.
/// </summary>
internal static class SentenceReader
{
    public static List<SentenceToken> Read(string sentence)
    {
        var text = TraditionalCharacters.Simplify(TextFolding.Fold(sentence));
        var tokens = new List<SentenceToken>();
        var quotations = QuotedText.Ends(text);
        var limit = 0;
        for (var i = 0; i < text.Length;)
        {
            limit = limit > i ? limit : NextQuotation(quotations, i + 1);
            i = char.IsWhiteSpace(text[i]) && text[i] != '\n' ? i + 1
                : quotations[i] > 0 ? AddQuotation(tokens, text, i, quotations[i])
                : AddressReader.Read(text, i, limit, sentence) is var (placeholder, end)
                    ? Add(tokens, TokenKind.Placeholder, placeholder, i, end)
                : TextFolding.IsHan(text[i]) ? AddHan(tokens, text, i, limit)
                : TextFolding.IsWordCharacter(text[i]) ? AddWord(tokens, text, i, limit)
                : AddPunctuation(tokens, text, i);
        }

        return tokens;
    }

    private static int NextQuotation(int[] quotations, int start)
    {
        while (start < quotations.Length && quotations[start] == 0)
        {
            start++;
        }

        return start;
    }

    private static int Add(List<SentenceToken> tokens, TokenKind kind, string text, int start, int end)
    {
        tokens.Add(new SentenceToken(kind, text, start, end));
        return end;
    }

    private static int AddQuotation(List<SentenceToken> tokens, string text, int start, int end)
    {
        var content = text.Substring(start + 1, end - start - 2).Trim();
        return Add(tokens, TokenKind.Placeholder, AddressReader.IsAddress(content) ? Placeholder.Path : Placeholder.Quotation, start, end);
    }

    private static int AddHan(List<SentenceToken> tokens, string text, int start, int limit)
    {
        var end = start + 1;
        while (end < limit && TextFolding.IsHan(text[end]))
        {
            end++;
        }

        return Add(tokens, TokenKind.Han, text.Substring(start, end - start), start, end);
    }

    private static int AddWord(List<SentenceToken> tokens, string text, int start, int limit)
    {
        var end = start + 1;
        var hasDigit = char.IsDigit(text[start]);
        while (end < limit && (TextFolding.IsWordCharacter(text[end]) || IsInside(text, end, limit, hasDigit)))
        {
            hasDigit |= char.IsDigit(text[end]);
            end++;
        }

        var word = text.Substring(start, end - start);
        return hasDigit
            ? Add(tokens, TokenKind.Placeholder, Placeholder.ForNumber(word), start, end)
            : Add(tokens, TokenKind.Word, word, start, end);
    }

    /// <summary>Whether the mark is part of a word: don't, 1.5, 0:05, take_03.</summary>
    private static bool IsInside(string text, int position, int limit, bool hasDigit) => position + 1 < limit && text[position] switch
    {
        '\'' or '_' => TextFolding.IsWordCharacter(text[position + 1]),
        '.' or ':' or ',' => hasDigit && char.IsDigit(text[position - 1]) && char.IsDigit(text[position + 1]),
        _ => false,
    };

    private static int AddPunctuation(List<SentenceToken> tokens, string text, int start) =>
        char.IsPunctuation(text[start]) || text[start] == '\n'
            ? Add(tokens, TokenKind.Punctuation, text[start] switch { '。' or '…' => ".", '、' => ",", var mark => $"{mark}" }, start,
                start + 1)
            : start + 1;
}

/// <summary>Replaces traditional Chinese characters that are common in requests with simplified ones, one by one.</summary>
internal static class TraditionalCharacters
{
    private const string Pairs =
        "導导匯汇輸输檔档視视頻频傳传載载點点數数狀状態态進进時时間间線线軌轨幾几個个還还這这請请嗎吗麼么為为開开關关刪删畫画聲声樂乐與与過过動动換换轉转場场標标題题長长後后來来對对話话說说給给讓让會会沒没從从"
        + "裡里裏里現现內内邊边錄录製制雲云單单雙双變变調调顏颜藍蓝綠绿黃黄紅红燈灯極极簡简體体應应該该幫帮選选項项專专業业師师學学習习課课讀读寫写費费額额帳账賬账號号碼码錢钱夠够詢询問问終终結结斷断續续連连網网"
        + "頁页鏈链鍵键擊击擴扩縮缩圖图層层級级區区塊块預预覽览檢检齊齐確确認认試试錯错誤误發发佈布啟启閉闭儲储備备註注冊册總总計计餘余舊旧櫃柜隻只張张條条頭头臉脸貓猫飛飞機机車车門门風风馬马鳥鸟魚鱼龍龙國国語语"
        + "種种類类講讲論论記记憶忆憑凭據据壓压質质優优勢势歡欢紹绍廣广東东親亲愛爱歲岁慶庆節节賽赛響响靜静氣气溫温熱热濾滤鏡镜蓋盖補补貼贴紙纸穩稳實实際际樣样準准處处讚赞買买賣卖價价務务員员達达遠远運运適适邏逻"
        + "輯辑編编緝辑剛刚別别剝剥嚴严壞坏塗涂媽妈婦妇嬰婴孫孙寶宝審审屬属嶺岭幣币幹干廠厂彈弹復复徵征慣惯憂忧懷怀戰战戲戏擇择擋挡擠挤攝摄敵敌暫暂曉晓曆历權权檯台歸归殘残殼壳滅灭滾滚漢汉潔洁濃浓濕湿灣湾烏乌無无"
        + "煙烟煩烦爐炉爺爷狹狭獎奖獨独獲获";

    private static readonly Dictionary<char, char> Simplified = CreateTable();

    public static string Simplify(string text)
    {
        char[]? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (TextFolding.IsHan(text[i]) && Simplified.TryGetValue(text[i], out var simplified))
            {
                changed ??= text.ToCharArray();
                changed[i] = simplified;
            }
        }

        return changed is null ? text : new string(changed);
    }

    private static Dictionary<char, char> CreateTable()
    {
        var table = new Dictionary<char, char>();
        for (var i = 0; i < Pairs.Length; i += 2)
        {
            table[Pairs[i]] = Pairs[i + 1];
        }

        return table;
    }
}
