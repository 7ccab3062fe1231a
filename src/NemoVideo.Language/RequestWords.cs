namespace NemoVideo.Language;

/// <summary>
/// The words of the closed forms in which requests are run without asking, as parts of patterns for folded text. A request to cancel
/// exports that contains any other word is asked about.
/// </summary>
internal static class RequestWords
{
    /// <summary>Words after a request that don't change it.</summary>
    public const string Courtesy = "(please|pls|plz|thanks|thank you|thx|now|right now|right away|immediately|at once|asap|for me|for free)(?![a-z0-9_'])"
        + "|吧|谢谢你?|感谢|一下|现在|立即|立刻|马上|啊|请";

    /// <summary>A cancel of exports.</summary>
    public const string Cancel = "(cancel|abort)|(cancel|stop|abort) (it|that|this)|"
        + "(cancel|cancell|cancle|stop|sotp|abort|halt|terminate|kill|interrupt|discontinue|quit|end|abandon|call off)"
        + "( (the|this|that|my|our|all|current|running))*( (exports?|exporting|renders?|rendering)(?![a-z]))+( jobs?| process)?"
        + $"|{HanCancel}掉?(({HanExports})+(任务)?)?|[把将]({HanExports})+(任务)?({HanCancel}|停)掉?";

    /// <summary>An order for the tool, the account or the computer, or a word that only continues or stops.</summary>
    public const string ToolOrder = "(change|reset|set|rotate|renew|show|delete|revoke|switch|turn|enable|disable|clear|open|(un|re)?install|upgrade|translate|log|sign)"
        + "( (on|off|in|out|to|my|the|this|your|our|me|all|a|new|default|api|access|debug|dark))*( (password|token|keys?|account|module|package|tool|program|software|verbose"
        + "|logging|settings?|proxy|browser|page|terminal|window|theme|mode|e-?mail|licen[sc]e|computer|server|two[ -]factor))+( on| off)?|pause|continue|wait|resume|retry"
        + @"|go on|keep going|hold on|(un|re)?install|restart|update yourself|.+ (to|into|in|under) /\w+|use (the )?skill .+"
        + "|(add|remove|set|change|clear|cancel|increase|decrease|reduce|raise|lower|turn off|use)( (the|my|a|another|new|cached|poll|polling))*"
        + " (timeouts?|interval|throttle( limit)?|token|cache|accounts?|credit card|charges|notifications?|subscription|costs?|price)( to .+)?"
        + "|(换|改|修改|重置|更新|安装|卸载|打开|关闭|翻译|设置)(一?个|一下|新的?|我的?|这个?|登[录陆])*"
        + "(密码|令牌|账号|帐号|模块|程序|软件|日志|设置|代理|浏览器|网页|页面|终端|邮箱|电脑|超时)(登[录陆]|为.+)?|把?超时.+|继续|等等|暂停|稍等"
        + "|(re-?)?log ?(s|in|on|out|off)?|refund|sync|examples?|more info|install ffmpeg|make a report|tell .*joke|repeat .*message"
        + "|dry[ -]?run([:,].*)?|(price|cost|quote)s? (of|for)( [a-z]+){1,3}|(remove|delete)( (the|my|all|this|that))* uploads?|(试|模拟)运行.*";

    private const string HanCancel = "(取消|停止|中止|终止)";
    private const string HanExports = "导出|渲染|输出|当前|正在进行|所有|全部|这[个次]|本次|的";
}
