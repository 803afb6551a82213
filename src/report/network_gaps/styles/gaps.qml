<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Forms">
 <renderer-v2 forceraster="0" type="RuleRenderer" referencescale="-1" enableorderby="0" symbollevels="0">
  <rules key="{prioritet}">
   <rule symbol="0" label="Övrig brist" filter="&quot;enough_rank&quot; IS NULL AND &quot;gives&quot; &lt;= 0" key="{0}" />
   <rule symbol="1" label="Närmar ett krav" filter="&quot;enough_rank&quot; IS NULL AND &quot;gives&quot; &gt; 0" key="{1}" />
   <rule symbol="2" label="Behövs för att nå kraven" filter="&quot;enough_rank&quot; IS NOT NULL" key="{2}" />
  </rules>
  <symbols>
   <symbol clip_to_extent="1" type="fill" name="0" alpha="1" force_rhr="0">
    <layer locked="0" pass="0" enabled="1" class="SimpleFill">
     <Option type="Map">
      <Option type="QString" name="color" value="91,103,112,20" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="outline_color" value="35,35,35,255" />
      <Option type="QString" name="outline_style" value="no" />
      <Option type="QString" name="outline_width" value="0.26" />
      <Option type="QString" name="outline_width_unit" value="MM" />
      <Option type="QString" name="style" value="solid" />
     </Option>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="LinePatternFill">
     <Option type="Map">
      <Option type="QString" name="angle" value="0" />
      <Option type="QString" name="color" value="0,0,0,255" />
      <Option type="QString" name="distance" value="3" />
      <Option type="QString" name="distance_unit" value="MM" />
      <Option type="QString" name="line_width" value="0" />
      <Option type="QString" name="line_width_unit" value="MM" />
      <Option type="QString" name="outline_width_unit" value="MM" />
     </Option>
     <symbol clip_to_extent="1" type="line" name="@0@1" alpha="1" force_rhr="0">
      <layer locked="0" pass="0" enabled="1" class="SimpleLine">
       <Option type="Map">
        <Option type="QString" name="capstyle" value="square" />
        <Option type="QString" name="joinstyle" value="bevel" />
        <Option type="QString" name="line_color" value="91,103,112,255" />
        <Option type="QString" name="line_style" value="solid" />
        <Option type="QString" name="line_width" value="0.2" />
        <Option type="QString" name="line_width_unit" value="MM" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="SimpleLine">
     <Option type="Map">
      <Option type="QString" name="capstyle" value="square" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="line_color" value="91,103,112,255" />
      <Option type="QString" name="line_style" value="dash" />
      <Option type="QString" name="line_width" value="0.3" />
      <Option type="QString" name="line_width_unit" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol clip_to_extent="1" type="fill" name="1" alpha="1" force_rhr="0">
    <layer locked="0" pass="0" enabled="1" class="SimpleFill">
     <Option type="Map">
      <Option type="QString" name="color" value="213,94,0,38" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="outline_color" value="35,35,35,255" />
      <Option type="QString" name="outline_style" value="no" />
      <Option type="QString" name="outline_width" value="0.26" />
      <Option type="QString" name="outline_width_unit" value="MM" />
      <Option type="QString" name="style" value="solid" />
     </Option>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="LinePatternFill">
     <Option type="Map">
      <Option type="QString" name="angle" value="45" />
      <Option type="QString" name="color" value="0,0,0,255" />
      <Option type="QString" name="distance" value="2.5" />
      <Option type="QString" name="distance_unit" value="MM" />
      <Option type="QString" name="line_width" value="0" />
      <Option type="QString" name="line_width_unit" value="MM" />
      <Option type="QString" name="outline_width_unit" value="MM" />
     </Option>
     <symbol clip_to_extent="1" type="line" name="@1@1" alpha="1" force_rhr="0">
      <layer locked="0" pass="0" enabled="1" class="SimpleLine">
       <Option type="Map">
        <Option type="QString" name="capstyle" value="square" />
        <Option type="QString" name="joinstyle" value="bevel" />
        <Option type="QString" name="line_color" value="213,94,0,255" />
        <Option type="QString" name="line_style" value="solid" />
        <Option type="QString" name="line_width" value="0.3" />
        <Option type="QString" name="line_width_unit" value="MM" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="SimpleLine">
     <Option type="Map">
      <Option type="QString" name="capstyle" value="square" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="line_color" value="213,94,0,255" />
      <Option type="QString" name="line_style" value="solid" />
      <Option type="QString" name="line_width" value="0.7" />
      <Option type="QString" name="line_width_unit" value="MM" />
     </Option>
    </layer>
   </symbol>
   <symbol clip_to_extent="1" type="fill" name="2" alpha="1" force_rhr="0">
    <layer locked="0" pass="0" enabled="1" class="SimpleFill">
     <Option type="Map">
      <Option type="QString" name="color" value="136,34,85,51" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="outline_color" value="35,35,35,255" />
      <Option type="QString" name="outline_style" value="no" />
      <Option type="QString" name="outline_width" value="0.26" />
      <Option type="QString" name="outline_width_unit" value="MM" />
      <Option type="QString" name="style" value="solid" />
     </Option>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="LinePatternFill">
     <Option type="Map">
      <Option type="QString" name="angle" value="45" />
      <Option type="QString" name="color" value="0,0,0,255" />
      <Option type="QString" name="distance" value="2" />
      <Option type="QString" name="distance_unit" value="MM" />
      <Option type="QString" name="line_width" value="0" />
      <Option type="QString" name="line_width_unit" value="MM" />
      <Option type="QString" name="outline_width_unit" value="MM" />
     </Option>
     <symbol clip_to_extent="1" type="line" name="@2@1" alpha="1" force_rhr="0">
      <layer locked="0" pass="0" enabled="1" class="SimpleLine">
       <Option type="Map">
        <Option type="QString" name="capstyle" value="square" />
        <Option type="QString" name="joinstyle" value="bevel" />
        <Option type="QString" name="line_color" value="136,34,85,255" />
        <Option type="QString" name="line_style" value="solid" />
        <Option type="QString" name="line_width" value="0.35" />
        <Option type="QString" name="line_width_unit" value="MM" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="LinePatternFill">
     <Option type="Map">
      <Option type="QString" name="angle" value="135" />
      <Option type="QString" name="color" value="0,0,0,255" />
      <Option type="QString" name="distance" value="2" />
      <Option type="QString" name="distance_unit" value="MM" />
      <Option type="QString" name="line_width" value="0" />
      <Option type="QString" name="line_width_unit" value="MM" />
      <Option type="QString" name="outline_width_unit" value="MM" />
     </Option>
     <symbol clip_to_extent="1" type="line" name="@2@2" alpha="1" force_rhr="0">
      <layer locked="0" pass="0" enabled="1" class="SimpleLine">
       <Option type="Map">
        <Option type="QString" name="capstyle" value="square" />
        <Option type="QString" name="joinstyle" value="bevel" />
        <Option type="QString" name="line_color" value="136,34,85,255" />
        <Option type="QString" name="line_style" value="solid" />
        <Option type="QString" name="line_width" value="0.35" />
        <Option type="QString" name="line_width_unit" value="MM" />
       </Option>
      </layer>
     </symbol>
    </layer>
    <layer locked="0" pass="0" enabled="1" class="SimpleLine">
     <Option type="Map">
      <Option type="QString" name="capstyle" value="square" />
      <Option type="QString" name="joinstyle" value="bevel" />
      <Option type="QString" name="line_color" value="136,34,85,255" />
      <Option type="QString" name="line_style" value="solid" />
      <Option type="QString" name="line_width" value="1.2" />
      <Option type="QString" name="line_width_unit" value="MM" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <fieldConfiguration>
  <field name="answer">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option type="List" name="map">
       <Option type="Map">
        <Option type="QString" name="" value="{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}" />
       </Option>
       <Option type="Map">
        <Option type="QString" name="accepted – stämmer" value="accepted" />
       </Option>
       <Option type="Map">
        <Option type="QString" name="planned – åtgärdas" value="planned" />
       </Option>
       <Option type="Map">
        <Option type="QString" name="rebutted – stämmer inte" value="rebutted" />
       </Option>
       <Option type="Map">
        <Option type="QString" name="declined – åtgärdas inte" value="declined" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
</qgis>
