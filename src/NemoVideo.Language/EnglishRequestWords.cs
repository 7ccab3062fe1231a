using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>The English words of requests. A word in several lists has several roles.</summary>
internal static class EnglishRequestWords
{
    public static IEnumerable<(RequestRoles Roles, string Words)> Lists =>
    [
        (Filler, """
            please pls plz kindly do ok okay alright right well now just hey hi hello nemo yes yeah yep sure great thanks thank
            go ahead time let let's lets us help quickly immediately asap away finally next first too again possible mind
            would will could can may might you i we i'm im i'd i'll we're we'd want wanna need like me to the my our your
            that's today already really simply try maybe perhaps word command action task request here there it's
            """),
        (Permission, "can could may might"),
        (Addressee, "you"),
        (Wish, "want wanna need i'd would"),
        (Export, "export download exporting downloading render rendering"),
        (Exported, "exported downloaded rendered"),
        (Send, "send give get email mail deliver hand pass have"),
        (Recipient, "me us over"),
        (ExportDetail, """
            it this that these them everything all whole entire complete full final finished new current latest resulting
            edited start begin run do trigger kick off for free once more with a an in at by via on onto into as to link
            copy out back down over render rendering save saving start starting ready thing finish wrap up hit press click get going
            """),
        (Form, """
            in at as for with format high highest best good better max maximum top low lowest smallest medium normal standard
            quality resolution hd fullhd uhd ultra h264 h.264 codec size possible mp4 mov webm avi mkv gif free
            """),
        (OpensName, "to for as into onto named called on via"),
        (Media, "video videos file files clip clips movie film project result results version timeline draft session output mp4 mov cut"),
        (Pronoun, "it this that them everything all"),
        (Indefinite, "a an some any another"),
        (Credit, "credit credits balance"),
        (CreditDetail, """
            account current remaining left available frozen total how many much what what's whats is are am do does did has had
            have got there any enough still show check tell see view get give display list look up of on in for at number amount
            count status export edit another more one a an cost costs use used spend spent will over know this run running out low or
            query after last remain if exporting buy purchase that it
            """),
        (State, "status progress"),
        (StatePart, "tracks timeline state preview"),
        (StateDetail, """
            what what's whats which how how's is are has have been do does did show list display check see view tell get give
            all any many current currently project video session edit editing export exported download render rendering upload
            job of on in at for a an so far update report latest quick details summary overview audio music text title titles
            bgm it this that look looks contents content about yet still finished complete completed done ready know print s
            going clip file final result fail failed failing stuck running still long take takes when be been why where edited exports
            """),
        (Ask, "what what's whats which how how's where when why show list display check see view watch look preview tell overview summary"),
        (Show, "show see view watch look preview display"),
        (Completed, """
            done ready finished finish complete completed fail failed failing stuck running exported downloaded rendered exporting rendering
            """),
        (Question, "is are was were has have did do does will would"),
        (Exports, "export exports exporting exported render renders rendering rendered download downloads downloaded"),
        (Cancel, "cancel stop abort halt kill"),
        (How, "how where"),
        (HowDetail, "does work works use what which formats"),
        (Help, "help"),
        (Price, "cost costs price free charge charged pay"),
        (Create, "make create generate produce"),
        (Save, "save saving"),
        (HighQuality, "high highest best max maximum top hd fullhd"),
        (MediumQuality, "medium normal standard"),
        (LowQuality, "low lowest smallest"),
        (UnknownForm, "uhd ultra mov webm avi mkv gif"),
        (Upload, "upload uploading"),
        (UploadDetail, """
            a an this that these those some another it one two few new more raw footage photo photos picture pictures image
            images music song audio sound voice recording recordings material logo for from here's is computer desktop phone
            disk folder take attached
            """),
        (Edit, """
            add make trim cut crop change remove delete set put replace insert generate create edit merge join split speed slow
            fade blur zoom rotate flip resize shorten lengthen extend reverse loop mute lower raise increase decrease reduce
            boost turn apply use write overlay caption subtitle translate stabilize sharpen brighten darken color colour grade
            adjust fix improve enhance move swap reorder duplicate clean normalize sync animate convert rename build compose
            draw mix polish tweak transform combine append prepend highlight hide undo redo revert restore keep louder quieter
            brighter darker shorter longer faster slower
            """),
        (Content, """
            title titles caption captions text subtitle subtitles intro outro overlay music audio sound voice song background
            scene frame shot transition transitions seconds second sec secs s minutes minute beginning middle end ending last
            """),
        (Negation, "don't dont not never no avoid isn't doesn't"),
        (Approval, """
            looks look like love good great perfect nice happy fine awesome excellent amazing cool wonderful satisfied enough
            done ready finished works work all ok
            """),
        (Subject, """
            that's i we he she they it this that these the my our your you its it's everyone everything here here's there i'm i've
            we've nobody
            """),
        (Criticism, "but too should needs must wrong missing instead except without bad worse less"),
        (Connective, "and then so or plus"),
        (Subordinator, "before after when once if because unless until while since"),
    ];
}
