namespace NemoVideo.Language.Intents;

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
